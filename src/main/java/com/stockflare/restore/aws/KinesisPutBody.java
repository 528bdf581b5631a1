package com.stockflare.restore.aws;

import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.Slice;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The body of a PutRecords call, read straight from the batch: of its data only a reader's buffer is ever a copy. It can
 * be read any number of times, as long as the batch is what it was.
 */
final class KinesisPutBody {
    /** More than the names of a record's fields and its keys take: a hash key has 39 digits at most. */
    private static final int BYTES_AROUND_DATA = 110 + Batch.MAX_KEY_BYTES;

    /** More than what stands around all records takes, but for the stream's name. */
    private static final int BYTES_AROUND_RECORDS = 64;

    /** Of a character that JSON escapes, or the most that one has in UTF-8. */
    private static final int MOST_BYTES_A_CHARACTER = 6;

    private final KinesisPutFormat format;
    private final Batch batch;

    /** What stands before the i-th record's data ends at the i-th of these, and after that of the last at the last one. */
    private final int[] aroundEnds;

    private final ByteBuffer around;
    private final int length;

    KinesisPutBody(KinesisPutFormat format, String stream, Batch batch) {
        this.format = format;
        this.batch = batch;
        this.aroundEnds = new int[batch.size() + 1];
        this.around = ByteBuffer.allocate(
                BYTES_AROUND_RECORDS + MOST_BYTES_A_CHARACTER * stream.length() + BYTES_AROUND_DATA * batch.size());
        int dataBytes = 0;
        format.start(around);
        for (int i = 0; i < batch.size(); i++) {
            int bytes = batch.data(i).length();
            dataBytes += format.encodedBytes(bytes);
            format.beforeData(around, i == 0, bytes);
            aroundEnds[i] = around.position();
            format.afterData(around, batch.partition(i));
        }
        format.end(around, stream);
        aroundEnds[batch.size()] = around.position();
        this.length = around.position() + dataBytes;
    }

    /** In bytes. */
    int length() {
        return length;
    }

    InputStream newStream() {
        return new Pieces();
    }

    /** Goes through what stands around the data and the data in turn. */
    private final class Pieces extends InputStream {
        private byte[] piece = around.array();
        private int at;
        private int end = aroundEnds[0];

        /** How many pieces come before this one. */
        private int before;

        @Override
        public int read() {
            return isMore() ? Byte.toUnsignedInt(piece[at++]) : -1;
        }

        @Override
        public int read(byte[] to, int from, int most) {
            Objects.checkFromIndexSize(from, most, to.length);
            int read = 0;
            while (read < most && isMore()) {
                int some = Math.min(most - read, end - at);
                System.arraycopy(piece, at, to, from + read, some);
                at += some;
                read += some;
            }
            return read == 0 && most > 0 ? -1 : read;
        }

        private boolean isMore() {
            while (at == end && before < 2 * batch.size()) {
                int record = before / 2;
                if (before % 2 == 0) {
                    Slice data = format.encoded(batch.data(record));
                    piece = data.bytes();
                    at = data.from();
                    end = at + data.length();
                } else {
                    piece = around.array();
                    at = aroundEnds[record];
                    end = aroundEnds[record + 1];
                }
                before++;
            }
            return at < end;
        }
    }
}
