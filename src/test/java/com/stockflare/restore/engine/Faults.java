package com.stockflare.restore.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * What goes wrong in a simulated world, and when: drawn from its seed, in some worlds more than in others, until all is
 * calm.
 */
final class Faults {
    /** From here on nothing goes wrong: what has not failed by then has to come to its end. */
    static final Duration CALM_AFTER = Duration.ofMinutes(20);

    private static final Duration[] LEASES = {
        Duration.ofSeconds(3), Duration.ofSeconds(6), Duration.ofSeconds(15), Duration.ofSeconds(30)
    };

    /** What can be down, or slow, for a while. */
    enum Outage {
        THROTTLED(120),
        LEDGER(90),
        SOURCE(60),
        LAG(240),
        NO_READER(400);

        private final int mostSeconds;

        Outage(int mostSeconds) {
            this.mostSeconds = mostSeconds;
        }
    }

    private record Window(Outage outage, long from, long to) {}

    private final Random random;
    private final VirtualTime time;
    private final Duration lease;
    private final long readScale;
    private final double badShare;
    private final List<Window> windows = new ArrayList<>();

    Faults(Random random, VirtualTime time) {
        this.random = random;
        this.time = time;
        this.lease = LEASES[random.nextInt(LEASES.length)];
        this.readScale = 1 + random.nextLong(lease.toNanos() / 6);
        this.badShare = random.nextInt(4) == 0 ? 0 : random.nextDouble();
        for (Outage outage : Outage.values()) {
            for (int i = badShare == 0 ? 0 : random.nextInt(3); i > 0; i--) {
                long from = seconds((long) (400 * Math.pow(random.nextDouble(), 3)));
                windows.add(new Window(outage, from, from + seconds(1 + random.nextInt(outage.mostSeconds))));
            }
        }
    }

    private static long seconds(long count) {
        return Duration.ofSeconds(count).toNanos();
    }

    Duration lease() {
        return lease;
    }

    /** Whether nothing goes wrong in this world. */
    boolean isKind() {
        return badShare == 0;
    }

    Random random() {
        return random;
    }

    boolean isCalm() {
        return time.nanos() >= CALM_AFTER.toNanos();
    }

    /** Whether a thing goes wrong that in the worst world does so often. */
    boolean happens(double mostOften) {
        return random.nextDouble() < mostOften * badShare && !isCalm();
    }

    boolean isOut(Outage outage) {
        long now = time.nanos();
        return windows.stream().anyMatch(w -> w.outage() == outage && w.from() <= now && now < w.to());
    }

    /** How long a function runs before it is killed: long enough to watch a lease, and to do something then. */
    Duration timeout() {
        return lease.multipliedBy(22 + random.nextInt(20)).dividedBy(10);
    }

    /** Of a fetch. */
    long readNanos() {
        return random.nextLong(readScale);
    }

    /** Of a call that others must not see come late. A slow one takes just less than a third of the lease. */
    long callNanos(boolean slow) {
        long most = lease.toNanos() / 3;
        return slow ? most - 1 - random.nextLong(most / 20) : random.nextLong(most / 30);
    }

    /** Any time up to so long. */
    Duration upTo(Duration most) {
        return Duration.ofNanos(random.nextLong(most.toNanos()));
    }
}
