package com.stockflare.restore.local;

import java.util.concurrent.TimeUnit;

/**
 * A rate limit with one second's worth of burst. It keeps no tokens but the moment at which it is full again:
 * taking {@code n} tokens of a bucket of {@code r} a second moves that moment {@code n / r} seconds on, and what is
 * missing now is never more than a second.
 *
 * <p>One taking may be larger than the bucket (a record of more than 1 MiB): it needs a full one and leaves a debt, so
 * that the average rate holds.
 */
final class TokenBucket {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final long perSecond;
    private long fullAtNanos;

    TokenBucket(long perSecond, long nowNanos) {
        this.perSecond = perSecond;
        this.fullAtNanos = nowNanos;
    }

    boolean has(long tokens, long nowNanos) {
        return missingNanos(nowNanos) + refillNanos(Math.min(tokens, perSecond)) <= SECOND;
    }

    void take(long tokens, long nowNanos) {
        fullAtNanos = nowNanos + missingNanos(nowNanos) + refillNanos(tokens);
    }

    private long missingNanos(long nowNanos) {
        return Math.max(0, fullAtNanos - nowNanos);
    }

    private long refillNanos(long tokens) {
        return tokens * SECOND / perSecond;
    }
}
