package com.stockflare.restore.aws;

import java.io.IOException;
import java.net.UnknownHostException;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;

/** Says of a failed call what a person can do about it, in words without the SDK's internals. */
record AwsFailure(SdkException cause) {
    /** How the SDK begins to say so. */
    static final String WITHOUT_CREDENTIALS = "Unable to load credentials";

    private static final Set<String> BAD_CREDENTIALS = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "UnrecognizedClientException",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException");

    /** The service's own code, or the empty string where no service has answered. */
    String code() {
        return cause instanceof AwsServiceException e
                        && e.awsErrorDetails() != null
                        && e.awsErrorDetails().errorCode() != null
                ? e.awsErrorDetails().errorCode()
                : "";
    }

    /** The HTTP status, or 0 where no service has answered. */
    int status() {
        return cause instanceof AwsServiceException e ? e.statusCode() : 0;
    }

    boolean isThrottling() {
        return (cause instanceof AwsServiceException e && e.isThrottlingException())
                || code().contains("Throttling")
                || code().equals("ProvisionedThroughputExceededException")
                || code().equals("LimitExceededException");
    }

    boolean isDenied() {
        return code().startsWith("AccessDenied") || (status() == 403 && !isBadCredentials() && !isOfAnotherTime());
    }

    boolean isBadCredentials() {
        return BAD_CREDENTIALS.contains(code());
    }

    /** The SDK sets the clock right only where it tries again. */
    private boolean isOfAnotherTime() {
        return code().equals("RequestTimeTooSkewed");
    }

    private boolean isWithoutCredentials() {
        return messageContains(WITHOUT_CREDENTIALS);
    }

    private boolean isWithoutRegion() {
        return messageContains("Unable to load region");
    }

    private boolean messageContains(String text) {
        return cause.getMessage() != null && cause.getMessage().contains(text);
    }

    /** Whether the same call may succeed later: throttled, a fault of the service, or no answer at all. */
    boolean mayPass() {
        if (isThrottling() || status() >= 500) {
            return true;
        }
        return status() == 0 && !isWithoutCredentials() && !isWithoutRegion();
    }

    /** A sentence without its subject and full stop, such as "access is denied (AccessDenied)", and what to do. */
    String inWords() {
        if (isWithoutCredentials()) {
            return "there are no AWS credentials. Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log"
                    + " in again";
        }
        if (isWithoutRegion()) {
            return "the AWS region is not known. Set AWS_REGION, or give -r";
        }
        if (isBadCredentials()) {
            return "the AWS credentials are not valid any more, or not for this account (" + code() + "). Renew them";
        }
        if (isOfAnotherTime()) {
            return "this machine's clock is wrong (" + code() + "). Set it";
        }
        if (status() != 0) {
            return "the service answered " + (code().isEmpty() ? "status " + status() : code());
        }
        return withoutAnswer();
    }

    private String withoutAnswer() {
        if (cause instanceof ApiCallTimeoutException || cause instanceof ApiCallAttemptTimeoutException) {
            return "there was no answer in time";
        }
        for (Throwable e = cause; e != null; e = e.getCause()) {
            if (e instanceof UnknownHostException) {
                // The JDK says "host: Name or service not known".
                String host = e.getMessage().split(":", 2)[0];
                return "the endpoint " + host + " is not known. Check the region and the network";
            }
            if (e instanceof IOException && e.getMessage() != null) {
                return "the connection failed (" + e.getMessage() + ")";
            }
        }
        return "the call failed (" + cause.getClass().getSimpleName() + ")";
    }
}
