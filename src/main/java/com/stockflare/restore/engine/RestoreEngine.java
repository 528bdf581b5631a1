package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.stream.Shard;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Restores a backup file: reads its rows, sends each one's payload, and writes down how far everything is settled.
 *
 * <pre>
 * source ─parts─▶ rows ─▶ payloads ─▶ batches ─▶ sink
 *                   └─▶ rejects          └─▶ settled prefix ─▶ checkpoint
 * </pre>
 */
public final class RestoreEngine {
    /** A smaller segment is done before it is worth an invocation of its own. */
    private static final long LEAST_SEGMENT_BYTES = 64 << 20;

    /**
     * What one function keeps up with: the records, or the MiB, of 32 shards a second. More of either is more than its
     * one core parses, or its network carries.
     */
    private static final int RECORDS_A_WORKER = 32 * Shard.RECORDS_A_SECOND;

    private final Ports ports;

    /** What the engine works with. */
    public record Ports(
            BackupSource source,
            RecordSink sink,
            RejectStore rejects,
            TableCatalog tables,
            ConsumerLag lag,
            EngineRuntime runtime) {}

    /**
     * A run's surroundings.
     *
     * @param stop tells when to stop before the end
     * @param tenure keeps the checkpoints
     * @param listener is told how the run gets on
     * @param runningFor since the restore began
     * @param afterHold whether it waited for the consumer: nothing is sent until it is known that it need not any more
     */
    public record Watch(
            StopSignal stop, Tenure tenure, ProgressListener listener, Duration runningFor, boolean afterHold) {
        /** Of a restore that nobody else can work on, and that begins now. */
        public static Watch alone(StopSignal stop, ProgressListener listener) {
            return new Watch(stop, Tenure.ALONE, listener, Duration.ZERO, false);
        }
    }

    public RestoreEngine(Ports ports) {
        this.ports = ports;
    }

    EngineRuntime runtime() {
        return ports.runtime();
    }

    /**
     * Looks at the file that a request names: the state that its restore is held to from now on.
     *
     * @throws RestoreException if it cannot be read
     */
    public BackupFile find(RestoreRequest request) {
        return ports.runtime().retry().call(() -> ports.source().head(request));
    }

    /**
     * What keeps a restore from beginning, as far as it shows before: its file, its stream and its table are looked at.
     * None is tried again.
     *
     * @return what is wrong, by the request's field; empty if nothing is
     */
    public Map<String, RestoreException> obstacles(RestoreRequest request) {
        Map<String, RestoreException> obstacles = new LinkedHashMap<>();
        Notes unheard = sentence -> {};
        look(obstacles, "file", () -> ports.source().head(request));
        look(obstacles, "stream", () -> ports.sink().describe(request.stream(), unheard));
        look(obstacles, "table", () -> ports.tables().describe(request.table(), unheard));
        return obstacles;
    }

    private static void look(Map<String, RestoreException> obstacles, String field, Runnable call) {
        try {
            call.run();
        } catch (RestoreException e) {
            obstacles.put(field, e);
        }
    }

    /**
     * Whether a row starts at an offset of a file: at its start, or behind a line ending.
     *
     * @throws RestoreException if the file cannot be read
     */
    public boolean isRowStart(BackupFile file, long offset) {
        if (offset == 0) {
            return true;
        }
        try (PartReader before = reader(file, new ByteRange(offset - 1, offset))) {
            return before.next().bytes()[0] == '\n';
        }
    }

    /**
     * Into how many segments a file has to be cut for the stream to be the limit, and not whoever reads the file.
     *
     * @param most that there may be
     * @return 1 also where the stream cannot be looked at: whoever then sends into it will say why
     */
    int segmentsFor(RestoreRequest request, BackupFile file, int most) {
        long bySize = Math.min(most, file.size() / LEAST_SEGMENT_BYTES);
        if (bySize < 2) {
            return 1;
        }
        long records = (long) openShards(request.stream()) * Shard.RECORDS_A_SECOND;
        long recordsWanted = request.rate() == 0 ? records : Math.min(records, request.rate());
        long workers = (recordsWanted + RECORDS_A_WORKER - 1) / RECORDS_A_WORKER;
        return (int) Math.max(1, Math.min(bySize, workers));
    }

    private int openShards(String stream) {
        try {
            return ports.runtime()
                    .retry()
                    .call(() -> ports.sink().describe(stream, sentence -> {}))
                    .openShards()
                    .size();
        } catch (RestoreException e) {
            return 0;
        }
    }

    /**
     * Goes on with a restore from its checkpoint until the end of its range, or until it is told to stop.
     *
     * @return COMPLETED, COMPLETED_WITH_REJECTS, or CONTINUED, HELD or PAUSED with the checkpoint to go on from. PAUSED
     *     also where the restore is to be cancelled
     * @throws RestoreException if it cannot go on. The last checkpoint has been kept, and the listener told: what lies
     *     before it stays settled
     */
    public Outcome run(RestoreJob job, Watch watch) {
        long offset = job.checkpoint().offset();
        ByteRange rest = new ByteRange(offset, Math.max(offset, job.range().to()));
        try (PartReader parts = reader(job.file(), rest)) {
            return new Run(job, ports, watch, parts).toTheEnd();
        }
    }

    private PartReader reader(BackupFile file, ByteRange range) {
        return new PartReader(ports.source(), file, range, ports.runtime());
    }
}
