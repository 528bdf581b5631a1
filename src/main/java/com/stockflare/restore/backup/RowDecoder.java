package com.stockflare.restore.backup;

import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RejectReason;
import java.nio.ByteBuffer;

/** From a row to the bytes of its item's JSON, which {@link #bytes()} shows until the next row is decoded. */
final class RowDecoder {
    private final Decode decode;
    private byte[] bytes = {};
    private int from;
    private int to;
    private byte[] unquoted = new byte[8 << 10];

    /** Of the array that rows lie in one behind the other. */
    private ByteBuffer buffer = ByteBuffer.wrap(unquoted);

    RowDecoder(Decode decode) {
        this.decode = decode;
    }

    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** @param row neither blank nor too long */
    void decode(Row row) throws MalformedRowException {
        bytes = row.bytes();
        from = row.from();
        to = row.to();
        if (bytes[from] == '"') {
            unquote();
        }
        if (isBase64()) {
            try {
                bytes = StrictBase64.decode(buffer().limit(to).position(from));
            } catch (IllegalArgumentException e) {
                throw new MalformedRowException(RejectReason.NOT_BASE64, e.getMessage());
            }
            from = 0;
            to = bytes.length;
        }
    }

    private ByteBuffer buffer() {
        if (buffer.array() != bytes) {
            buffer = ByteBuffer.wrap(bytes);
        }
        return buffer.clear();
    }

    private boolean isBase64() {
        return switch (decode) {
            case BASE64 -> true;
            case NONE -> false;
            case AUTO -> from == to || bytes[from] != '{';
        };
    }

    /** RFC 4180: one field between quotes, each quote within it written twice. */
    private void unquote() throws MalformedRowException {
        if (unquoted.length < to - from) {
            unquoted = new byte[to - from];
        }
        int length = 0;
        int i = from + 1;
        while (i < to) {
            byte b = bytes[i++];
            if (b == '"') {
                if (i == to) {
                    bytes = unquoted;
                    from = 0;
                    to = length;
                    return;
                }
                if (bytes[i++] != '"') {
                    throw new MalformedRowException(
                            RejectReason.NOT_CSV, "something follows the closing quote at byte " + (i - 2 - from));
                }
            }
            unquoted[length++] = b;
        }
        throw new MalformedRowException(RejectReason.NOT_CSV, "the closing quote is missing");
    }
}
