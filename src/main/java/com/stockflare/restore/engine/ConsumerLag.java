package com.stockflare.restore.engine;

import com.stockflare.restore.model.LagReading;

/** How far the consumer of a stream is behind. Used by several threads at once. */
@FunctionalInterface
public interface ConsumerLag {
    /** Tells nothing. */
    ConsumerLag UNKNOWN = stream -> new LagReading.Unknown("nobody looks");

    /** Looks at the last ten minutes. Does not throw what a service says: that is an unknown lag, with the reason. */
    LagReading read(String stream);
}
