package com.stockflare.restore.engine;

import com.stockflare.restore.model.LagReading;
import com.stockflare.restore.model.RestoreRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/**
 * Looks every minute how far the consumer is behind, beside the run, and tells when to wait for it: what it has not
 * read within the stream's retention is lost.
 */
final class LagWatch {
    /** As often as the metric has a new value. */
    private static final Duration PERIOD = Duration.ofMinutes(1);

    /** Since the restore began, without anybody who reads: the metric takes minutes to appear. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final RestoreRequest request;
    private final ConsumerLag lag;
    private final Notes notes;
    private final EngineRuntime runtime;
    private final Duration mostAge;
    private final long begunAt;
    private Future<LagReading> look;
    private long lookedAt;
    private boolean looked;
    private boolean saidUnknown;
    private Duration latest;

    LagWatch(RestoreRequest request, RestoreEngine.Ports ports, Notes notes, Times times) {
        this.request = request;
        this.lag = ports.lag();
        this.notes = notes;
        this.runtime = ports.runtime();
        this.mostAge = times.retention()
                .multipliedBy(runtime.options().maxConsumerLagPercent())
                .dividedBy(100);
        this.begunAt = runtime.ticker().nanos() - times.runningFor().toNanos();
        this.lookedAt = runtime.ticker().nanos() - PERIOD.toNanos();
    }

    /**
     * What decides when a lag is too large.
     *
     * @param retention of the stream
     * @param runningFor since the restore began
     */
    record Times(Duration retention, Duration runningFor) {}

    /** Whether nothing is known yet: no look has ended since the run began. */
    boolean isBlind() {
        return request.heedsLag() && !looked;
    }

    /** How far the consumer is behind, as far as the last look tells, or null. */
    Duration latest() {
        return latest;
    }

    /** Why to wait for the consumer, as far as the last look tells; empty if there is no reason. */
    Optional<String> reasonToHold() {
        long now = runtime.ticker().nanos();
        if (!request.heedsLag()) {
            return Optional.empty();
        }
        if (look == null && now - lookedAt >= PERIOD.toNanos()) {
            lookedAt = now;
            look = runtime.threads().submit(() -> lag.read(request.stream()));
        }
        if (look == null || !look.isDone()) {
            return Optional.empty();
        }
        LagReading reading = result(look);
        look = null;
        looked = true;
        latest = reading instanceof LagReading.Behind behind ? behind.age() : null;
        return reason(reading, now);
    }

    private Optional<String> reason(LagReading reading, long now) {
        if (reading instanceof LagReading.Behind behind && behind.age().compareTo(mostAge) > 0) {
            return Optional.of("The consumer of " + request.stream() + " is " + minutes(behind.age())
                    + " minutes behind; more than " + minutes(mostAge)
                    + " are too much for the stream's retention. The restore goes on when it has caught up.");
        }
        if (reading instanceof LagReading.NoReader && now - begunAt >= PATIENCE.toNanos()) {
            return Optional.of("Nobody has read the stream " + request.stream()
                    + " for ten minutes. Switch its consumer on; if it reads by enhanced fan-out, which is not"
                    + " measured, stop the restore and start it again with ignoreLag (--ignore-lag).");
        }
        if (reading instanceof LagReading.Unknown unknown && !saidUnknown) {
            saidUnknown = true;
            notes.note("How far the consumer is behind is not known, so nothing waits for it: " + unknown.why());
        }
        return Optional.empty();
    }

    private static long minutes(Duration duration) {
        return Math.max(1, duration.toMinutes());
    }

    private static LagReading result(Future<LagReading> look) {
        try {
            return look.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new LagReading.Unknown("the look was interrupted");
        } catch (ExecutionException e) {
            return new LagReading.Unknown("the look failed");
        }
    }
}
