package com.stockflare.restore.aws;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.exception.SdkServiceException;

/**
 * Makes requests again that may pass soon, while time remains, pausing with full jitter: a random time below 50 ms, doubled with each
 * attempt, below 5 s at most. It owns DynamoDB's retries: the client that makes the requests must have its own switched off.
 *
 * @param random draws the pauses
 * @param sleep waits so many milliseconds
 * @param millisLeft how long there is still to work, in milliseconds; not above zero means no time at all
 */
public record DynamoDbRetries(RandomGenerator random, LongConsumer sleep, LongSupplier millisLeft) {

    private static final long FIRST_PAUSE_MILLIS = 50;
    private static final long MAX_PAUSE_MILLIS = 5_000;
    private static final int MAX_DOUBLINGS = 10;

    /** A connection that hangs costs one attempt, not the whole invocation. */
    private static final long MAX_ATTEMPT_MILLIS = 10_000;

    /**
     * Makes a request until it succeeds.
     *
     * @param request makes one attempt, under the configuration that it is given
     * @throws SdkException what it failed with, if that will not pass soon or time is up
     */
    <T> T call(Function<AwsRequestOverrideConfiguration, T> request) {
        for (int attempt = 0; ; attempt++) {
            try {
                return request.apply(limits());
            } catch (SdkException e) {
                if (!passesSoon(e) || !pause(attempt)) {
                    throw e;
                }
            }
        }
    }

    /** Waits before the attempt that follows number {@code attempt}, counted from 0; false, at once, if there is no time for it. */
    boolean pause(int attempt) {
        long bound = Math.min(MAX_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(attempt, MAX_DOUBLINGS));
        long pause = random.nextLong(bound);
        if (pause >= millisLeft.getAsLong()) {
            return false;
        }
        sleep.accept(pause);
        return true;
    }

    private AwsRequestOverrideConfiguration limits() {
        long limit = Math.min(MAX_ATTEMPT_MILLIS, millisLeft.getAsLong());
        if (limit <= 0) {
            throw ApiCallTimeoutException.create("no time left for the request", null);
        }
        return AwsRequestOverrideConfiguration.builder()
                .apiCallTimeout(Duration.ofMillis(limit))
                .build();
    }

    /** Throttling, an error on the other side, or the network. */
    private static boolean passesSoon(SdkException e) {
        if (e instanceof SdkServiceException service) {
            return service.isThrottlingException() || service.statusCode() >= 500;
        }
        return e instanceof ApiCallTimeoutException || e.getCause() instanceof IOException;
    }
}
