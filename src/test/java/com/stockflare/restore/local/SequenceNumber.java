package com.stockflare.restore.local;

/** Sequence numbers of 56 digits, as the service's are, around a counter that is the same for all shards of a stream. */
final class SequenceNumber {
    private static final String PREFIX = "495903382714902566085596925383615710959";
    /** Added so that every counter has 17 digits: all numbers are of one length and grow as texts, too. */
    private static final long OFFSET = 10_000_000_000_000_000L;

    private SequenceNumber() {}

    static String text(long counter) {
        return PREFIX + (OFFSET + counter);
    }

    /** The counter in a sequence number that came from here. */
    static long parse(String text) {
        try {
            if (text.startsWith(PREFIX)) {
                return Long.parseLong(text, PREFIX.length(), text.length(), 10) - OFFSET;
            }
        } catch (NumberFormatException e) {
            // Refused below, as any other number that is not from here.
        }
        throw KinesisError.invalidArgument("Invalid sequence number: " + text);
    }
}
