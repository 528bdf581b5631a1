package com.stockflare.restore.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.TableSchema;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;

/**
 * Makes of a row the payload {@code {"TableName":…,"Item":{…}}}. The item's own bytes go through as they are; only its
 * binary values are written anew, in the form that the consumer needs.
 */
public final class PayloadWriter {
    private static final byte[] BUFFER_START = "{\"type\":\"Buffer\",\"data\":[".getBytes(US_ASCII);
    /** Three digits and a comma. */
    private static final int MOST_BYTES_A_BYTE = 4;

    private static final byte[] BUFFER_LENGTH = "],\"byteLength\":".getBytes(US_ASCII);

    private final RowDecoder decoder;
    private final ItemParser parser;
    private final BinaryFormat binaryFormat;
    private final byte[] prefix;
    private final int maxBytes;
    private byte[] bytes = new byte[8 << 10];
    private int size;
    /** Up to here the item's bytes are in the payload. */
    private int copied;

    /**
     * @param schema of the table that the items are for, whose name of {@code a-zA-Z0-9_.-} needs no escaping
     * @param maxBytes the longest payload; a row whose payload is longer is {@code RECORD_TOO_LARGE}
     */
    public PayloadWriter(TableSchema schema, Decode decode, BinaryFormat binaryFormat, int maxBytes) {
        this.decoder = new RowDecoder(decode);
        this.parser = new ItemParser(schema, binaryFormat, this::binary);
        this.binaryFormat = binaryFormat;
        this.maxBytes = maxBytes;
        this.prefix = ("{\"TableName\":\"" + schema.table() + "\",\"Item\":").getBytes(US_ASCII);
    }

    /** The array that holds the payload in its first {@link #size()} places; good until the next is written. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    /**
     * Writes the payload of a row.
     *
     * @param row neither blank nor too long
     * @throws MalformedRowException if the row cannot be restored
     */
    public void write(Row row) throws MalformedRowException {
        decoder.decode(row);
        size = 0;
        append(prefix, 0, prefix.length);
        copied = decoder.from();
        parser.parse(decoder.bytes(), decoder.from(), decoder.to());
        append(decoder.bytes(), copied, decoder.to());
        append('}');
    }

    private void binary(int from, int to, BinaryValue value) throws MalformedRowException {
        append(decoder.bytes(), copied, decoder.from() + from);
        copied = decoder.from() + to;
        if (binaryFormat == BinaryFormat.NODE) {
            appendBuffer(value);
        } else {
            appendBase64(value);
        }
    }

    private void appendBuffer(BinaryValue value) throws MalformedRowException {
        append(BUFFER_START, 0, BUFFER_START.length);
        makeRoom(MOST_BYTES_A_BYTE * value.length());
        for (int i = 0; i < value.length(); i++) {
            if (i > 0) {
                bytes[size++] = ',';
            }
            appendDigits(Byte.toUnsignedInt(value.bytes()[i]));
        }
        append(BUFFER_LENGTH, 0, BUFFER_LENGTH.length);
        byte[] length = Integer.toString(value.length()).getBytes(US_ASCII);
        append(length, 0, length.length);
        append('}');
    }

    /** Of a number below 1,000, where there is room. */
    private void appendDigits(int number) {
        if (number >= 100) {
            bytes[size++] = (byte) ('0' + number / 100);
        }
        if (number >= 10) {
            bytes[size++] = (byte) ('0' + number / 10 % 10);
        }
        bytes[size++] = (byte) ('0' + number % 10);
    }

    private void appendBase64(BinaryValue value) throws MalformedRowException {
        ByteBuffer text = Base64.getEncoder().encode(ByteBuffer.wrap(value.bytes(), 0, value.length()));
        append('"');
        append(text.array(), 0, text.limit());
        append('"');
    }

    private void append(int b) throws MalformedRowException {
        reserve(1);
        bytes[size++] = (byte) b;
    }

    private void append(byte[] source, int from, int to) throws MalformedRowException {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    private void reserve(int more) throws MalformedRowException {
        if (size + more > maxBytes) {
            throw new MalformedRowException(
                    RejectReason.RECORD_TOO_LARGE, "the payload is longer than " + maxBytes + " bytes");
        }
        makeRoom(more);
    }

    private void makeRoom(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
        }
    }
}
