package com.stockflare.restore.model;

import java.time.Duration;
import java.time.Instant;

/** What is known of how far a stream's consumer is behind. */
public sealed interface LagReading {
    /**
     * The age of the oldest record that was read last.
     *
     * @param age largest of all shards
     * @param at not after it was measured: the start of that minute, so that what was put before {@code at - age} is read
     */
    record Behind(Duration age, Instant at) implements LagReading {}

    /** Nothing was measured in the last ten minutes: nobody reads, or reads in a way that is not measured. */
    record NoReader() implements LagReading {}

    /**
     * It cannot be found out.
     *
     * @param why one sentence
     */
    record Unknown(String why) implements LagReading {}
}
