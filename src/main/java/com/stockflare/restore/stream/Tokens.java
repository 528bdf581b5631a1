package com.stockflare.restore.stream;

/**
 * A bucket of tokens that come at a rate, and of which so many at most are kept. It may owe some, too.
 *
 * <p>Time is an argument, in nanoseconds of a clock that never goes back.
 */
final class Tokens {
    private static final double NANOS_A_SECOND = 1e9;

    private double perNano;
    private double most;
    private double held;
    private long refilledAt;

    /** A full one. */
    Tokens(double perSecond, double most, long now) {
        this.perNano = perSecond / NANOS_A_SECOND;
        this.most = most;
        this.held = most;
        this.refilledAt = now;
    }

    /** From now on at another rate, and with room for another number. */
    void change(double newPerSecond, double newMost, long now) {
        refill(now);
        perNano = newPerSecond / NANOS_A_SECOND;
        most = newMost;
        held = Math.min(held, most);
    }

    /** Whether so many are there; where more are asked for than there is room for, whether it is full. */
    boolean has(double tokens, long now) {
        refill(now);
        return held >= Math.min(tokens, most);
    }

    void take(double tokens) {
        held -= tokens;
    }

    /** Throws away what is there. */
    void empty(long now) {
        refill(now);
        held = Math.min(held, 0);
    }

    private void refill(long now) {
        held = Math.min(most, held + (now - refilledAt) * perNano);
        refilledAt = now;
    }
}
