package com.stockflare.restore.local;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A moto_server from the PATH as a child process: an implementation of AWS that owes nothing to this project. */
final class MotoServer implements AutoCloseable {
    private static final Pattern STARTED = Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");

    private final Process process;
    private final URI endpoint;

    private MotoServer(Process process, URI endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    static Optional<Path> find() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(directory -> Path.of(directory, "moto_server"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it on a port of its own choice, and returns once it says that it runs. */
    static MotoServer start(Path command) throws IOException {
        Process process = new ProcessBuilder(command.toString(), "-H", "127.0.0.1", "-p", "0")
                .redirectErrorStream(true)
                .start();
        BufferedReader output = process.inputReader();
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher started = STARTED.matcher(line);
            if (started.find()) {
                drain(output);
                return new MotoServer(process, URI.create(started.group(1)));
            }
            said.append(line).append('\n');
        }
        throw new IOException("moto_server did not start: " + said);
    }

    URI endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
    }

    /** It logs every request, and would stand still with a full pipe. */
    private static void drain(BufferedReader output) {
        Thread thread = new Thread(() -> {
            try (output) {
                output.transferTo(Writer.nullWriter());
            } catch (IOException e) {
                // It was ended.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
