package com.stockflare.restore.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * RFC 8949, as far as an answer needs it. A library's parser, made for any document, takes a tenth of the time of a whole
 * restore for this.
 */
final class KinesisAnswerCbor implements KinesisAnswerReader {
    /** The usual answer to 500 records is twice as long. */
    private static final int BUFFER_BYTES = 32 << 10;

    /** Maps and arrays within one another. An answer has three. */
    private static final int MOST_DEPTH = 64;

    /** The major types of section 3.1. */
    private static final int BYTES = 2;

    private static final int TEXT = 3;
    private static final int ARRAY = 4;
    private static final int MAP = 5;
    private static final int TAG = 6;
    private static final int SIMPLE = 7;

    private static final int BREAK = 0xFF;

    /** Simple values, section 3.3. */
    private static final int NULL = 22;

    private static final int UNDEFINED = 23;

    /** In the place of a length: it goes on until a break. */
    private static final int INDEFINITE = -1;

    private static final Name[] NAMES = Name.values();
    private static final byte[][] NAMES_UTF8 =
            Arrays.stream(NAMES).map(name -> name.text.getBytes(UTF_8)).toArray(byte[][]::new);

    private final InputStream in;
    private byte[] buffer = new byte[BUFFER_BYTES];
    private int position;
    private int limit;
    private int read;

    /** How many elements each open map or array has left, or that they are {@link #INDEFINITE}. */
    private final int[] left = new int[MOST_DEPTH];

    private int depth;

    /** Of the item that was begun last: for a length, how many. */
    private int type;

    private int argument;

    KinesisAnswerCbor(InputStream in) {
        this.in = in;
    }

    @Override
    public void startMap() throws IOException {
        begin();
        want(type == MAP);
        open();
    }

    @Override
    public Name nextName() throws IOException {
        if (!nextElement()) {
            return null;
        }
        begin();
        want(type == TEXT);
        if (argument == INDEFINITE) {
            return Name.of(chunks());
        }
        need(argument);
        int from = position;
        position += argument;
        for (int i = 0; i < NAMES.length; i++) {
            byte[] utf8 = NAMES_UTF8[i];
            if (Arrays.equals(buffer, from, position, utf8, 0, utf8.length)) {
                return NAMES[i];
            }
        }
        return Name.OTHER;
    }

    @Override
    public void startArray() throws IOException {
        begin();
        want(type == ARRAY);
        open();
    }

    private void open() throws IOException {
        want(depth < MOST_DEPTH);
        left[depth++] = argument;
    }

    @Override
    public boolean nextElement() throws IOException {
        int top = depth - 1;
        if (left[top] == INDEFINITE) {
            need(1);
            if ((buffer[position] & 0xFF) != BREAK) {
                return true;
            }
            position++;
        } else if (left[top] > 0) {
            left[top]--;
            return true;
        }
        depth = top;
        return false;
    }

    @Override
    public String text() throws IOException {
        begin();
        if (type == SIMPLE && (argument == NULL || argument == UNDEFINED)) {
            return null;
        }
        want(type == TEXT);
        if (argument == INDEFINITE) {
            return chunks();
        }
        need(argument);
        position += argument;
        return new String(buffer, position - argument, argument, UTF_8);
    }

    /** Section 3.2.3: a text in pieces, each of which has its length. */
    private String chunks() throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        argument = INDEFINITE;
        open();
        while (nextElement()) {
            begin();
            want(type == TEXT && argument != INDEFINITE);
            need(argument);
            whole.write(buffer, position, argument);
            position += argument;
        }
        return whole.toString(UTF_8);
    }

    @Override
    public void skip() throws IOException {
        begin();
        switch (type) {
            case MAP -> {
                open();
                while (nextName() != null) {
                    skip();
                }
            }
            case ARRAY -> {
                open();
                while (nextElement()) {
                    skip();
                }
            }
            case BYTES, TEXT -> skipString();
            default -> {
                // A number or a simple value: its argument is all there is.
            }
        }
    }

    private void skipString() throws IOException {
        if (argument != INDEFINITE) {
            skipBytes();
            return;
        }
        int ofWhole = type;
        open();
        while (nextElement()) {
            begin();
            want(type == ofWhole && argument != INDEFINITE);
            skipBytes();
        }
    }

    private void skipBytes() throws IOException {
        int more = argument;
        while (more > limit - position) {
            more -= limit - position;
            position = limit;
            need(1);
        }
        position += more;
    }

    @Override
    public void end() throws IOException {
        want(position == limit && in.read() < 0);
    }

    /** Reads what stands before an item, section 3; passes tags over, which say how it may be used. */
    private void begin() throws IOException {
        do {
            int first = next();
            type = first >> 5;
            int information = first & 31;
            if (information < 24) {
                argument = information;
            } else if (information == 31) {
                want(type >= BYTES && type <= MAP);
                argument = INDEFINITE;
            } else {
                want(information < 28);
                argument = argument(1 << (information - 24));
            }
        } while (type == TAG);
    }

    /** Of so many bytes. What has a length cannot be longer than an answer; of a number the value does not matter. */
    private int argument(int bytes) throws IOException {
        long value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | next();
        }
        boolean isLength = type >= BYTES && type <= MAP;
        want(!isLength || (value >= 0 && value <= KinesisPutFormat.MOST_ANSWER_BYTES));
        return isLength ? (int) value : 0;
    }

    private int next() throws IOException {
        need(1);
        return buffer[position++] & 0xFF;
    }

    /** Has the next so many bytes in the buffer. */
    private void need(int bytes) throws IOException {
        if (bytes <= limit - position) {
            return;
        }
        byte[] from = buffer;
        if (bytes > buffer.length) {
            buffer = new byte[bytes];
        }
        System.arraycopy(from, position, buffer, 0, limit - position);
        limit -= position;
        position = 0;
        while (limit < bytes) {
            int some = in.read(buffer, limit, buffer.length - limit);
            want(some > 0 && some <= KinesisPutFormat.MOST_ANSWER_BYTES - read);
            limit += some;
            read += some;
        }
    }

    private static void want(boolean good) throws IOException {
        if (!good) {
            throw new IOException("not an answer to this call, or not all of it");
        }
    }
}
