package com.stockflare.restore.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.common.base.Throwables;
import com.stockflare.restore.bench.Machine.Core;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * A JVM with this one's class path. Its parent asks for something in a line of its input, and it reports in a line of its
 * output; it ends when its input does, so no child is left behind, however its parent ends.
 */
final class ChildJvm implements AutoCloseable {
    private static final int SECONDS_TO_END = 10;

    private final Launch launch;
    private final Process process;
    private final BufferedReader lines;

    /** What to start. */
    record Launch(Core core, List<String> jvmOptions, Class<?> main, Map<String, String> environment) {

        private List<String> command() {
            List<String> command = new ArrayList<>(core.pin());
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(jvmOptions);
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
            return command;
        }
    }

    private ChildJvm(Launch launch) throws IOException {
        this.launch = launch;
        ProcessBuilder builder = new ProcessBuilder(launch.command()).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().putAll(launch.environment());
        process = builder.start();
        lines = process.inputReader(UTF_8);
    }

    static ChildJvm start(Launch launch) {
        try {
            return new ChildJvm(launch);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Binds it to another core from now on. */
    void moveTo(Core core) {
        core.bind(process);
    }

    /** Has it do something, and waits for what it reports. */
    Report ask(String words) {
        try {
            process.outputWriter(UTF_8).append(words).append('\n').flush();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Optional<Report> report = Report.parse(line);
                if (report.isPresent()) {
                    return report.get();
                }
                System.err.println(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException(launch.main().getSimpleName() + " ended when it was asked: " + words);
    }

    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /**
     * In the child: does what the parent asks for, one thing after the other, and ends with the parent's last word, also
     * in the middle of it.
     */
    @SuppressWarnings("CatchAndPrintStackTrace") // The parent shows it to a person.
    static void answer(Function<String, Report> work) {
        BlockingQueue<String> asked = new LinkedBlockingQueue<>();
        Thread reader = new Thread(() -> readInto(asked), "read-parent");
        reader.setDaemon(true);
        reader.start();
        try {
            while (true) {
                System.out.println(work.apply(asked.take()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            System.err.println(Throwables.getStackTraceAsString(e));
        }
        System.exit(1);
    }

    private static void readInto(BlockingQueue<String> asked) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
            in.lines().forEach(asked::add);
        } catch (IOException e) {
            // The same as the end.
        }
        Runtime.getRuntime().halt(0);
    }
}
