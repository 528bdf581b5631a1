package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.function.Consumer;

/**
 * This JVM's standard output while handlers run in it: what a handler's own thread prints is its function's log, as on
 * Lambda; all else goes where it went before.
 */
final class LambdaInProcessOutput extends OutputStream {
    private static final ThreadLocal<Consumer<String>> LOG = new ThreadLocal<>();
    private static final ThreadLocal<ByteArrayOutputStream> LINE = ThreadLocal.withInitial(ByteArrayOutputStream::new);

    private final PrintStream before;

    private LambdaInProcessOutput(PrintStream before) {
        this.before = before;
    }

    /** From now on this thread's lines go to {@code log}. */
    static synchronized void sendTo(Consumer<String> log) {
        LOG.set(log);
        if (!(System.out instanceof Divided)) {
            System.setOut(new Divided(new LambdaInProcessOutput(System.out)));
        }
    }

    private static final class Divided extends PrintStream {
        Divided(LambdaInProcessOutput output) {
            super(output, true, UTF_8);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        Consumer<String> log = LOG.get();
        if (log == null) {
            before.write(bytes, from, length);
            return;
        }
        for (int i = from; i < from + length; i++) {
            if (bytes[i] == '\n') {
                log.accept(LINE.get().toString(UTF_8));
                LINE.get().reset();
            } else if (bytes[i] != '\r') {
                LINE.get().write(bytes[i]);
            }
        }
    }

    @Override
    public void flush() {
        before.flush();
    }
}
