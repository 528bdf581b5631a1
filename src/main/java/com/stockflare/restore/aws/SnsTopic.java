package com.stockflare.restore.aws;

import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;

/** A topic whose subscribers are told what they may want to know. The SDK owns the retries. */
public final class SnsTopic {
    /** SNS takes fewer than 101 characters ("Publish"). */
    private static final int MOST_SUBJECT_CHARS = 100;

    private final String arn;
    private final Supplier<SnsClient> newClient;
    private SnsClient client;

    /**
     * @param arn of a topic in the clients' own region
     * @param newClient asked once, when there is something to say: most invocations say nothing and need no client
     */
    public SnsTopic(String arn, Supplier<SnsClient> newClient) {
        this.arn = arn;
        this.newClient = newClient;
    }

    /**
     * Publishes one message.
     *
     * @param subject ASCII on one line; what is too long is cut off
     * @param message at most 256 KiB
     * @return why it could not be published, one sentence; empty if SNS has taken it
     */
    public synchronized Optional<String> publish(String subject, String message) {
        try {
            if (client == null) {
                client = newClient.get();
            }
            String shortened = subject.substring(0, Math.min(subject.length(), MOST_SUBJECT_CHARS));
            client.publish(r -> r.topicArn(arn).subject(shortened).message(message));
            return Optional.empty();
        } catch (SdkException e) {
            AwsFailure failure = new AwsFailure(e);
            String why = failure.isDenied()
                    ? "access is denied. Allow sns:Publish on it, and the use of its KMS key if it has one of your own."
                    : failure.inWords() + ".";
            return Optional.of("The topic " + arn + " cannot be published to: " + why);
        }
    }
}
