package com.stockflare.restore.local;

import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.Consumer;

/**
 * An event source mapping from a Kinesis stream, read from TRIM_HORIZON, one batch a shard at a time.
 *
 * @param stream the stream's name
 * @param function the function's name
 * @param batchSize the most records in one event, 1 to 10,000
 * @param maximumRetryAttempts how often a failed batch is tried again; empty: until the mapping is closed
 * @param bisectBatchOnFunctionError whether a batch that fails is tried again in two halves
 * @param reportBatchItemFailures whether the function's answer may name the records to go on from
 * @param onFailure takes the batches whose retries are used up
 * @param pause before a failed batch is tried again, and before a shard that has nothing new is read again
 */
public record MappingSpec(
        String stream,
        String function,
        int batchSize,
        OptionalInt maximumRetryAttempts,
        boolean bisectBatchOnFunctionError,
        boolean reportBatchItemFailures,
        Consumer<FailedBatch> onFailure,
        Duration pause) {

    public MappingSpec {
        if (batchSize < 1 || batchSize > 10_000) {
            throw new IllegalArgumentException("batch size out of range: " + batchSize);
        }
        if (maximumRetryAttempts.orElse(0) < 0) {
            throw new IllegalArgumentException("retries out of range: " + maximumRetryAttempts);
        }
        if (pause.isZero() || pause.isNegative()) {
            throw new IllegalArgumentException("pause out of range: " + pause);
        }
    }

    /** Lambda's defaults, 100 records and retries without end, and a pause that keeps to 5 reads a second. */
    public static MappingSpec of(String stream, String function) {
        return new MappingSpec(
                stream, function, 100, OptionalInt.empty(), false, false, batch -> {}, Duration.ofMillis(200));
    }

    public MappingSpec withBatchSize(int value) {
        return new MappingSpec(
                stream,
                function,
                value,
                maximumRetryAttempts,
                bisectBatchOnFunctionError,
                reportBatchItemFailures,
                onFailure,
                pause);
    }

    public MappingSpec withMaximumRetryAttempts(int value) {
        return new MappingSpec(
                stream,
                function,
                batchSize,
                OptionalInt.of(value),
                bisectBatchOnFunctionError,
                reportBatchItemFailures,
                onFailure,
                pause);
    }

    public MappingSpec withBisectBatchOnFunctionError() {
        return new MappingSpec(
                stream, function, batchSize, maximumRetryAttempts, true, reportBatchItemFailures, onFailure, pause);
    }

    public MappingSpec withReportBatchItemFailures() {
        return new MappingSpec(
                stream, function, batchSize, maximumRetryAttempts, bisectBatchOnFunctionError, true, onFailure, pause);
    }

    public MappingSpec withOnFailure(Consumer<FailedBatch> value) {
        return new MappingSpec(
                stream,
                function,
                batchSize,
                maximumRetryAttempts,
                bisectBatchOnFunctionError,
                reportBatchItemFailures,
                value,
                pause);
    }

    public MappingSpec withPause(Duration value) {
        return new MappingSpec(
                stream,
                function,
                batchSize,
                maximumRetryAttempts,
                bisectBatchOnFunctionError,
                reportBatchItemFailures,
                onFailure,
                value);
    }
}
