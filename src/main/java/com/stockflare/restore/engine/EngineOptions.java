package com.stockflare.restore.engine;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Environment;
import java.time.Duration;
import java.util.Locale;

/**
 * How the engine works. None of it changes what is restored.
 *
 * @param partSizeBytes of one ranged GET, 64 KiB to 64 MiB
 * @param partsAhead how many parts are fetched ahead of the reader, 1 to 16
 * @param callsInFlight how many PutRecords calls at once, 1 to 64
 * @param checkpointInterval the longest time between two checkpoints, 10 ms to 1 minute
 * @param binaryFormat how binary values are written
 * @param maxConsumerLagPercent of the stream's retention that its consumer may be behind, 1 to 100
 */
public record EngineOptions(
        int partSizeBytes,
        int partsAhead,
        int callsInFlight,
        Duration checkpointInterval,
        BinaryFormat binaryFormat,
        int maxConsumerLagPercent) {
    public static final EngineOptions DEFAULT =
            new EngineOptions(8 << 20, 3, 64, Duration.ofSeconds(1), BinaryFormat.NODE, 25);

    /**
     * Reads {@code PART_SIZE_BYTES}, {@code CHECKPOINT_INTERVAL_MS}, {@code BINARY_FORMAT} and {@code
     * MAX_CONSUMER_LAG}.
     */
    public static EngineOptions from(Environment environment) {
        int partSizeBytes =
                environment.parsed("PART_SIZE_BYTES", "65536 to 67108864 bytes", DEFAULT.partSizeBytes, value ->
                        (int) Environment.whole(value, 64 << 10, 64 << 20));
        Duration interval = environment.parsed(
                "CHECKPOINT_INTERVAL_MS",
                "10 to 60000 milliseconds",
                DEFAULT.checkpointInterval,
                value -> Duration.ofMillis(Environment.whole(value, 10, 60_000)));
        BinaryFormat binary = environment.parsed(
                "BINARY_FORMAT",
                "node or base64",
                DEFAULT.binaryFormat,
                value -> BinaryFormat.valueOf(value.toUpperCase(Locale.ROOT)));
        int maxLag = environment.parsed(
                "MAX_CONSUMER_LAG",
                "1 to 100 percent of the stream's retention, such as 25%",
                DEFAULT.maxConsumerLagPercent,
                value -> (int) Environment.whole(value.replaceFirst("%$", ""), 1, 100));
        return new EngineOptions(partSizeBytes, DEFAULT.partsAhead, DEFAULT.callsInFlight, interval, binary, maxLag);
    }
}
