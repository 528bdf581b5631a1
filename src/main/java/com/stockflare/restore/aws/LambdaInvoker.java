package com.stockflare.restore.aws;

import com.stockflare.restore.model.ContinuationException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvocationType;

/** Starts the next invocation of a function, without waiting for it. */
public final class LambdaInvoker {
    private final Supplier<LambdaClient> newClient;
    private LambdaClient client;

    /** @param newClient asked once, before the first call: most invocations that begin a restore make none */
    public LambdaInvoker(Supplier<LambdaClient> newClient) {
        this.newClient = newClient;
    }

    /**
     * Invokes a function asynchronously: Lambda has taken the event when this returns.
     *
     * @param event at most 1 MB of JSON
     * @throws ContinuationException if Lambda does not take it
     */
    public void invoke(String function, byte[] event) {
        try {
            client().invoke(r -> r.functionName(function)
                    .invocationType(InvocationType.EVENT)
                    .payload(SdkBytes.fromByteArray(event)));
        } catch (SdkException e) {
            throw new ContinuationException(function, new AwsFailure(e).inWords() + ".", e);
        }
    }

    private synchronized LambdaClient client() {
        if (client == null) {
            client = newClient.get();
        }
        return client;
    }
}
