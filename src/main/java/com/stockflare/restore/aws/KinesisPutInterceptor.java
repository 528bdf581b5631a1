package com.stockflare.restore.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Puts the body of a {@link KinesisPut} in place before the SDK signs the request, and takes the answer before the SDK
 * unmarshals it. All else stays the SDK's: endpoint, credentials, signature, time limits, errors.
 */
final class KinesisPutInterceptor implements ExecutionInterceptor {
    /** Of an answer as it came. The SDK holds it against the answer that is put in the place of that. */
    private static final String CHECKSUM = "x-amz-crc32";

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        KinesisPut put = attributes.getAttribute(KinesisPut.ATTRIBUTE);
        SdkHttpRequest request = context.httpRequest();
        if (put == null) {
            return request;
        }
        String length = Integer.toString(put.body(contentType(request)).length());
        return request.toBuilder().putHeader("Content-Length", length).build();
    }

    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        KinesisPut put = attributes.getAttribute(KinesisPut.ATTRIBUTE);
        if (put == null) {
            return context.requestBody();
        }
        String contentType = contentType(context.httpRequest());
        KinesisPutBody body = put.body(contentType);
        return Optional.of(RequestBody.fromContentProvider(body::newStream, body.length(), contentType));
    }

    private static String contentType(SdkHttpRequest request) {
        return request.firstMatchingHeader("Content-Type").orElse("");
    }

    @Override
    public SdkHttpResponse modifyHttpResponse(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        SdkHttpResponse response = context.httpResponse();
        if (isAnswerToPut(context, attributes)
                && response.firstMatchingHeader(CHECKSUM).isPresent()) {
            return response.toBuilder().removeHeader(CHECKSUM).build();
        }
        return response;
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        if (!isAnswerToPut(context, attributes)) {
            return context.responseBody();
        }
        KinesisPut put = attributes.getAttribute(KinesisPut.ATTRIBUTE);
        context.responseBody().ifPresent(answer -> read(put, answer));
        return Optional.of(new ByteArrayInputStream(put.emptyAnswer()));
    }

    private static boolean isAnswerToPut(Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        return attributes.getAttribute(KinesisPut.ATTRIBUTE) != null
                && context.httpResponse().isSuccessful();
    }

    private static void read(KinesisPut put, InputStream answer) {
        boolean whole = false;
        try {
            put.readAnswer(answer);
            answer.close();
            whole = true;
        } catch (IOException e) {
            // Broken off, too late, too long or not an answer at all: nothing is acknowledged, and all is sent again.
        } finally {
            // What is left may have no end, and closing would wait for that.
            if (!whole && answer instanceof Abortable rest) {
                rest.abort();
            }
        }
    }
}
