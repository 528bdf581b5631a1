package com.stockflare.restore.engine;

import com.stockflare.restore.model.BinaryFormat;
import java.time.Duration;

/**
 * How the engine works. None of it changes what is restored.
 *
 * @param partSizeBytes of one ranged GET, 64 KiB to 64 MiB
 * @param partsAhead how many parts are fetched ahead of the reader, 1 to 16
 * @param callsInFlight how many PutRecords calls at once, 1 to 64
 * @param checkpointInterval the longest time between two checkpoints, 10 ms to 1 minute
 * @param binaryFormat how binary values are written
 */
public record EngineOptions(
        int partSizeBytes, int partsAhead, int callsInFlight, Duration checkpointInterval, BinaryFormat binaryFormat) {
    public static final EngineOptions DEFAULT =
            new EngineOptions(8 << 20, 3, 8, Duration.ofSeconds(1), BinaryFormat.NODE);

    public EngineOptions withPartSizeBytes(int bytes) {
        return new EngineOptions(bytes, partsAhead, callsInFlight, checkpointInterval, binaryFormat);
    }

    public EngineOptions withCheckpointInterval(Duration interval) {
        return new EngineOptions(partSizeBytes, partsAhead, callsInFlight, interval, binaryFormat);
    }

    public EngineOptions withBinaryFormat(BinaryFormat format) {
        return new EngineOptions(partSizeBytes, partsAhead, callsInFlight, checkpointInterval, format);
    }

    public EngineOptions withCallsInFlight(int calls) {
        return new EngineOptions(partSizeBytes, partsAhead, calls, checkpointInterval, binaryFormat);
    }
}
