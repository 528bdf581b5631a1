package com.stockflare.restore.model;

import java.time.Duration;
import java.util.Objects;

/**
 * A lease that is taken.
 *
 * @param holder made up anew by each attempt to work on the segment
 * @param renewals counts its signs of life; whoever sees it stand still for {@code length} may take the lease over
 * @param length for which it is good after each renewal
 */
public record Holding(String holder, long renewals, Duration length) {
    public Holding {
        Objects.requireNonNull(holder, "holder");
        if (renewals < 0 || length.isNegative() || length.isZero()) {
            throw new IllegalArgumentException("not a lease: " + renewals + " renewals, " + length);
        }
    }

    public Holding renewed() {
        return new Holding(holder, renewals + 1, length);
    }
}
