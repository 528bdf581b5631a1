package com.stockflare.restore.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the benchmarks run on. */
final class Machine {
    private static final boolean PINS = pins(Core.CLIENT) && pins(Core.SERVER);

    /** The cores that the JVMs are bound to where taskset can do it. */
    enum Core {
        /** For what is measured. */
        CLIENT("0"),
        /** For the S3 and the stream that it talks to. */
        SERVER("1"),
        /** For what is not measured, or one thread beside which code is compiled or classes are loaded. */
        ANY("0,1");

        private final String numbers;

        Core(String numbers) {
            this.numbers = numbers;
        }

        /** The words to put before a command. */
        List<String> pin() {
            return PINS ? taskset() : List.of();
        }

        /** Binds all threads of a process that runs already. */
        void bind(Process process) {
            if (PINS && !succeeds(List.of("taskset", "-a", "-p", "-c", numbers, Long.toString(process.pid())))) {
                throw new IllegalStateException("taskset has failed");
            }
        }

        private List<String> taskset() {
            return List.of("taskset", "-c", numbers);
        }
    }

    private Machine() {}

    private static boolean pins(Core core) {
        List<String> command = new ArrayList<>(core.taskset());
        command.add("true");
        return succeeds(command);
    }

    private static boolean succeeds(List<String> command) {
        try {
            return new ProcessBuilder(command)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** Cores, processor and Java in a line. */
    static String inWords() {
        return "Measured on " + Runtime.getRuntime().availableProcessors() + " cores (" + processor() + "), "
                + System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version") + ", "
                + (PINS ? "client and server each on a core of its own." : "client and server not pinned to a core.");
    }

    private static String processor() {
        Path cpuInfo = Path.of("/proc/cpuinfo");
        if (!Files.exists(cpuInfo)) {
            return System.getProperty("os.arch");
        }
        try (var lines = Files.lines(cpuInfo)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .orElseGet(() -> System.getProperty("os.arch"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
