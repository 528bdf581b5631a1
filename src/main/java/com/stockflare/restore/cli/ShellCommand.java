package com.stockflare.restore.cli;

import com.stockflare.restore.model.Environment;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Starts this program once more as it was started now: the same Java and the same jar or class path. Written so that it
 * can be copied into a POSIX shell as it is, in the same folder.
 *
 * @param environment of this process
 * @param options of the command line
 */
record ShellCommand(Map<String, String> environment, List<String> options) {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./:=+,@%-]+");

    /** What changes the records, and who gets them. Secrets are left out: they stay in the shell that has them. */
    private static final Pattern KEPT = Pattern.compile("BINARY_FORMAT|AWS_PROFILE|AWS_ENDPOINT_URL(_[A-Z0-9_]+)?");

    @Override
    public String toString() {
        List<String> words = new ArrayList<>();
        words.add(quoted(java()));
        String classPath = System.getProperty("java.class.path");
        if (classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator)) {
            words.addAll(List.of("-jar", quoted(classPath)));
        } else {
            words.addAll(List.of("-cp", quoted(classPath), Main.class.getName()));
        }
        options.forEach(option -> words.add(quoted(option)));
        new TreeMap<>(environment)
                .descendingMap().entrySet().stream()
                        .filter(variable -> KEPT.matcher(variable.getKey()).matches())
                        .filter(variable -> !variable.getValue().isBlank())
                        .forEach(variable -> words.add(0, variable.getKey() + "=" + quoted(variable.getValue())));
        return String.join(" ", words);
    }

    /** The Java that runs this: by its bare name where the shell finds it so. */
    private String java() {
        String running = ProcessHandle.current().info().command().orElse("java");
        String path = new Environment(environment).text("PATH", "");
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path found = Path.of(folder, "java");
            if (Files.isExecutable(found)) {
                return isSame(found, Path.of(running)) ? "java" : running;
            }
        }
        return running;
    }

    private static boolean isSame(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            return false;
        }
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
