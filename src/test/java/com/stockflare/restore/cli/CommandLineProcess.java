package com.stockflare.restore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.NANOSECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import com.stockflare.restore.local.FunctionSpec;
import java.io.File;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A child process as a user starts it: in a folder, with exactly the environment that it is given. */
final class CommandLineProcess implements AutoCloseable {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final Duration MOST_TIME = Duration.ofSeconds(90);

    private final Process process;
    private final Reading out;
    private final Reading err;
    private final long startedAt = System.nanoTime();

    /** What is left of a process that has ended. */
    record Ended(int status, String out, String err, Duration time) {
        /** Standard error but for the lines that come every five seconds: on a slow machine there are more of them. */
        String errWithoutProgress() {
            return err.replaceAll("(?m)^ *\\d+%, .*\n", "");
        }
    }

    private CommandLineProcess(Path folder, Map<String, String> environment, List<String> command) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        // Where this Java is found as "java", and what every system has.
        builder.environment().put("PATH", JAVA.getParent() + File.pathSeparator + "/usr/bin:/bin");
        builder.environment().put("LC_ALL", "C.UTF-8");
        try {
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        out = new Reading(process.inputReader(UTF_8));
        err = new Reading(process.errorReader(UTF_8));
    }

    /** Starts the command line from the classes and libraries that its jar is made of. */
    static CommandLineProcess start(Path folder, Map<String, String> environment, String... options) {
        return new CommandLineProcess(folder, environment, command(options));
    }

    /** The same, as {@link ShortPause} runs it. */
    static CommandLineProcess startWithShortPause(Path folder, Map<String, String> environment, String... options) {
        return new CommandLineProcess(folder, environment, ShortPause.command(options));
    }

    /** Any other program. */
    static CommandLineProcess startOther(Path folder, Map<String, String> environment, String... command) {
        return new CommandLineProcess(folder, environment, List.of(command));
    }

    /** The words that start the command line. It starts sooner with a simpler compiler. */
    static List<String> command(String... options) {
        return command(FunctionSpec.deploymentPackage(), Main.class, options);
    }

    static List<String> command(List<Path> classPath, Class<?> main, String... options) {
        String joined = classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        List<String> command =
                new ArrayList<>(List.of(JAVA.toString(), "-XX:TieredStopAtLevel=1", "-cp", joined, main.getName()));
        command.addAll(List.of(options));
        return command;
    }

    /** Runs the command line to its end. */
    static Ended run(Path folder, Map<String, String> environment, String... options) {
        try (CommandLineProcess process = start(folder, environment, options)) {
            return process.await();
        }
    }

    /** Waits for its end, 90 seconds at most. */
    Ended await() {
        try {
            if (!process.waitFor(MOST_TIME.toSeconds(), SECONDS)) {
                throw new AssertionError("still running: " + out.text() + err.text());
            }
            out.thread.join();
            err.thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        Duration time = Duration.ofNanos(System.nanoTime() - startedAt);
        return new Ended(process.exitValue(), out.text(), err.text(), time);
    }

    void awaitOnStandardOutput(String words) {
        out.await(words);
    }

    /** Waits until it has said something on standard error. */
    void awaitOnStandardError(String words) {
        err.await(words);
    }

    /**
     * Presses Ctrl-C, or sends SIGTERM where this process was started to ignore Ctrl-C, as in the background of a script,
     * and so its children do.
     *
     * @return the exit status of a process that the signal has ended
     */
    int interrupt() {
        boolean ignored = isInterruptIgnored();
        try {
            new ProcessBuilder("kill", ignored ? "-TERM" : "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return ignored ? 128 + 15 : 128 + 2;
    }

    private static boolean isInterruptIgnored() {
        try {
            return Files.readAllLines(Path.of("/proc/self/status")).stream()
                    .filter(line -> line.startsWith("SigIgn:"))
                    .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }

    /** Reads to the end what a process says. */
    private static final class Reading {
        private final StringBuilder text = new StringBuilder();
        private final Thread thread;

        Reading(Reader from) {
            thread = new Thread(() -> read(from), "reading");
            thread.setDaemon(true);
            thread.start();
        }

        private void read(Reader from) {
            char[] chars = new char[8_192];
            try (from) {
                for (int n = from.read(chars); n >= 0; n = from.read(chars)) {
                    add(chars, n);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private synchronized void add(char[] chars, int count) {
            text.append(chars, 0, count);
            notifyAll();
        }

        synchronized String text() {
            return text.toString();
        }

        synchronized void await(String words) {
            long end = System.nanoTime() + MOST_TIME.toNanos();
            while (text.indexOf(words) < 0) {
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw new AssertionError("\"" + words + "\" was not said: " + text);
                }
                try {
                    NANOSECONDS.timedWait(this, left);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
