package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A source whose reads fail as a script wants it. */
final class FaultySource implements BackupSource {
    /** What goes wrong with one read. */
    @FunctionalInterface
    interface Fault {
        Fault NONE = (body, range) -> body;

        InputStream open(InputStream body, ByteRange range);

        /** The body ends after so many bytes, as if the rest had been forgotten. */
        static Fault shortBody(long bytes) {
            return (body, range) -> new CutStream(body, bytes, null);
        }

        /** The connection breaks after so many bytes. */
        static Fault broken(long bytes) {
            return (body, range) -> new CutStream(body, bytes, new IOException("Connection reset"));
        }

        /** The read is refused. */
        static Fault refused(Reason reason) {
            return (body, range) -> {
                throw new SourceException(reason, range.from(), "by script: " + reason, null);
            };
        }

        /** Something that no source should throw. */
        static Fault thrown(RuntimeException failure) {
            return (body, range) -> {
                throw failure;
            };
        }
    }

    /** Decides about a read. */
    @FunctionalInterface
    interface Script {
        /** @param number counts the reads from 1 */
        Fault on(int number, ByteRange range);
    }

    private final BackupSource source;
    private final Script script;
    private final List<ByteRange> opened = Collections.synchronizedList(new ArrayList<>());

    FaultySource(BackupSource source, Script script) {
        this.source = source;
        this.script = script;
    }

    /** Every range that was asked for. */
    List<ByteRange> opened() {
        return List.copyOf(opened);
    }

    @Override
    public BackupFile head(RestoreRequest request) {
        return source.head(request);
    }

    @Override
    public InputStream open(BackupFile file, ByteRange range) {
        int number;
        synchronized (opened) {
            opened.add(range);
            number = opened.size();
        }
        return script.on(number, range).open(source.open(file, range), range);
    }

    /** Ends early, or breaks. Gives a few bytes a read, as a socket does. */
    private static final class CutStream extends InputStream {
        private static final int MOST_AT_ONCE = 1_460;

        private final InputStream body;
        private final IOException failure;
        private long left;

        CutStream(InputStream body, long left, IOException failure) {
            this.body = body;
            this.left = left;
            this.failure = failure;
        }

        @Override
        public int read() throws IOException {
            throw new UnsupportedOperationException("nobody reads byte by byte");
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            if (left == 0 && failure != null) {
                throw failure;
            }
            int read = left == 0 ? -1 : body.read(bytes, from, (int) Math.min(left, Math.min(length, MOST_AT_ONCE)));
            left -= Math.max(0, read);
            return read;
        }
    }
}
