package com.stockflare.restore.aws;

import com.stockflare.restore.model.ContinuationException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** Starts the next invocation of a function, without waiting for it. */
public final class LambdaInvoker {
    private final LambdaClient lambda;

    public LambdaInvoker(LambdaClient lambda) {
        this.lambda = lambda;
    }

    /**
     * Invokes a function asynchronously: Lambda has taken the event when this returns.
     *
     * @param event at most 1 MB of JSON
     * @throws ContinuationException if Lambda does not take it
     */
    public void invoke(String function, byte[] event) {
        try {
            lambda.invoke(r -> r.functionName(function)
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromByteArray(event)));
        } catch (SdkException e) {
            throw new ContinuationException(function, new AwsFailure(e).inWords() + ".", e);
        }
    }
}
