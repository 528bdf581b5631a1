package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.function.Consumer;

/** A sandbox that is a process of its own: a JVM under Lambda's runtime interface client. */
final class LambdaChild implements LambdaSandbox {

    private final Process process;
    private final LambdaSession session;
    private volatile boolean killed;

    LambdaChild(ProcessBuilder command, LambdaSession session, Consumer<String> log, Runnable onExit) {
        this.session = session;
        try {
            process = command.redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UncheckedIOException("could not start a sandbox", e);
        }
        Thread reader = new Thread(() -> readLines(log, onExit), "sandbox-" + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /** The child's output ends with the child, so that its last lines are there before its end is known. */
    private void readLines(Consumer<String> log, Runnable onExit) {
        try (BufferedReader lines = process.inputReader(UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                log.accept(line);
            }
        } catch (IOException e) {
            log.accept("(output lost: " + e.getMessage() + ")");
        } finally {
            awaitExit();
            session.end(reason(process.exitValue()));
            onExit.run();
        }
    }

    /** Not by {@code onExit()}, which may need a thread of a pool that waits for this very process. */
    private void awaitExit() {
        boolean interrupted = false;
        while (process.isAlive()) {
            try {
                process.waitFor();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lambda's words; a JVM sees a process that a signal ended exit with 128 and the signal's number. */
    private static String reason(int exitValue) {
        if (exitValue == 0) {
            return "Runtime exited without providing a reason";
        }
        return "Runtime exited with error: " + (exitValue == 128 + 9 ? "signal: killed" : "exit status " + exitValue);
    }

    @Override
    public InvocationResult run(LambdaInvocation invocation, Duration timeout) throws InterruptedException {
        InvocationResult result = session.run(invocation, timeout);
        // What did not end in time is killed before anyone hears of it: it must not go on beside its successor.
        if (!session.isIdle()) {
            kill();
        }
        return result;
    }

    @Override
    public boolean isReusable() {
        return !killed && process.isAlive();
    }

    @Override
    public void kill() {
        killed = true;
        process.destroyForcibly();
        awaitExit();
    }
}
