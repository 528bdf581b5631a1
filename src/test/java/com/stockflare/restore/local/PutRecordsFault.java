package com.stockflare.restore.local;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What goes wrong with one PutRecords call. */
public final class PutRecordsFault {
    private static final PutRecordsFault NONE = new PutRecordsFault(true, true, Map.of(), null, Duration.ZERO);

    private final boolean accepts;
    private final boolean answers;
    private final Map<Integer, String> failedRecords;
    private final KinesisError error;
    private final Duration latency;

    private PutRecordsFault(
            boolean accepts,
            boolean answers,
            Map<Integer, String> failedRecords,
            KinesisError error,
            Duration latency) {
        this.accepts = accepts;
        this.answers = answers;
        this.failedRecords = failedRecords;
        this.error = error;
        this.latency = latency;
    }

    public static PutRecordsFault none() {
        return NONE;
    }

    /** A 200 in which the records at these indexes fail with {@code errorCode}; the others go their way. */
    public static PutRecordsFault failRecords(String errorCode, int... indexes) {
        Map<Integer, String> failed = Arrays.stream(indexes).boxed().collect(Collectors.toMap(i -> i, i -> errorCode));
        return new PutRecordsFault(true, true, failed, null, Duration.ZERO);
    }

    /** An error for the whole call, such as 400 AccessDeniedException or 500 InternalFailure; nothing is accepted. */
    public static PutRecordsFault failCall(int status, String type) {
        return new PutRecordsFault(
                false, true, Map.of(), new KinesisError(status, type, type + " as the test wants it."), Duration.ZERO);
    }

    /** The records are accepted, and the connection is closed without an answer. */
    public static PutRecordsFault loseAnswer() {
        return new PutRecordsFault(true, false, Map.of(), null, Duration.ZERO);
    }

    /** Nothing is accepted, and the connection is closed without an answer. */
    public static PutRecordsFault dropCall() {
        return new PutRecordsFault(false, false, Map.of(), null, Duration.ZERO);
    }

    /** The same, with the answer (or the end of the connection) that much later; records are accepted at once. */
    public PutRecordsFault after(Duration wait) {
        return new PutRecordsFault(accepts, answers, failedRecords, error, wait);
    }

    boolean accepts() {
        return accepts;
    }

    boolean answers() {
        return answers;
    }

    Map<Integer, String> failedRecords() {
        return failedRecords;
    }

    Optional<KinesisError> error() {
        return Optional.ofNullable(error);
    }

    Duration latency() {
        return latency;
    }
}
