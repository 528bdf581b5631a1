package com.stockflare.restore.aws;

import com.stockflare.restore.stream.Partition;
import com.stockflare.restore.stream.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * How PutRecords is written, to the byte as the SDK's own marshaller does, and its answer read. What stands around the
 * data of the records is written apart from it, so that the data need not be copied.
 */
sealed interface KinesisPutFormat permits KinesisPutCbor, KinesisPutJson {
    /** Much more than 500 records with an error message each. What is longer is no answer. */
    int MOST_ANSWER_BYTES = 4 << 20;

    /** What stands before the first record. */
    void start(ByteBuffer out);

    void beforeData(ByteBuffer out, boolean first, int dataBytes);

    void afterData(ByteBuffer out, Partition partition);

    /** What stands after the last record. */
    void end(ByteBuffer out, String stream);

    /** How many bytes so many bytes of data become. */
    int encodedBytes(int dataBytes);

    Slice encoded(Slice data);

    /** Leaves the answer open. */
    KinesisAnswerReader reader(InputStream answer) throws IOException;

    /** An answer that says nothing. */
    byte[] emptyAnswer();

    /** The one that the SDK has settled on: CBOR unless {@code aws.cborEnabled} says otherwise. */
    static KinesisPutFormat of(String contentType) {
        return contentType.contains("cbor") ? KinesisPutCbor.INSTANCE : KinesisPutJson.INSTANCE;
    }
}
