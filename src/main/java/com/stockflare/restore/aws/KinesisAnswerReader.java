package com.stockflare.restore.aws;

import java.io.IOException;

/**
 * Goes forward through an answer of Kinesis, value by value. Each method throws an {@link IOException} if the answer breaks
 * off, is longer than {@link KinesisPutFormat#MOST_ANSWER_BYTES}, or has something else there.
 */
interface KinesisAnswerReader {
    /** What an answer to PutRecords names. */
    enum Name {
        RECORDS("Records"),
        SHARD_ID("ShardId"),
        ERROR_CODE("ErrorCode"),

        /** One that need not be known. */
        OTHER("");

        final String text;

        Name(String text) {
            this.text = text;
        }

        static Name of(String text) {
            for (Name name : values()) {
                if (name.text.equals(text)) {
                    return name;
                }
            }
            return OTHER;
        }
    }

    void startMap() throws IOException;

    /** The name of the next value, which is to be read or skipped then; null if the map has ended. */
    Name nextName() throws IOException;

    void startArray() throws IOException;

    /** Whether there is a next value, which is to be read or skipped then; if not, the array has ended. */
    boolean nextElement() throws IOException;

    /** A text, or null. */
    String text() throws IOException;

    void skip() throws IOException;

    /** Reads that nothing comes after the outermost value. */
    void end() throws IOException;
}
