package com.stockflare.restore.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.stockflare.restore.lambda.RestoreHandler;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/** The first invocation of the function in a JVM. */
final class ColdInvocation {
    private ColdInvocation() {}

    public static void main(String[] args) {
        ChildJvm.answer(key -> {
            String event = "{\"table\":\"" + RowKind.TABLE + "\",\"bucket\":\"" + GeneratedS3.BUCKET + "\",\"file\":\""
                    + key + "\",\"stream\":\"" + QuickKinesis.STREAM + "\",\"force\":true}";
            try {
                ByteArrayOutputStream answer = new ByteArrayOutputStream();
                new RestoreHandler()
                        .handleRequest(new ByteArrayInputStream(event.getBytes(UTF_8)), answer, new Invocation(key));
                if (!answer.toString(UTF_8).contains("\"status\":\"COMPLETED\"")) {
                    throw new IllegalStateException("the invocation answered " + answer.toString(UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return new Report(Map.of("rows", 1L));
        });
    }

    /** @param key unused but for the id of the request, which is another each time */
    private record Invocation(String key) implements Context {
        @Override
        public String getAwsRequestId() {
            return key + ProcessHandle.current().pid();
        }

        @Override
        public int getRemainingTimeInMillis() {
            return 900_000;
        }

        @Override
        public String getFunctionName() {
            return "restore";
        }

        @Override
        public String getLogGroupName() {
            return "";
        }

        @Override
        public String getLogStreamName() {
            return "";
        }

        @Override
        public String getFunctionVersion() {
            return "1";
        }

        @Override
        public String getInvokedFunctionArn() {
            return "";
        }

        @Override
        public CognitoIdentity getIdentity() {
            return null;
        }

        @Override
        public ClientContext getClientContext() {
            return null;
        }

        @Override
        public int getMemoryLimitInMB() {
            return 1_769;
        }

        @Override
        public LambdaLogger getLogger() {
            return null;
        }
    }
}
