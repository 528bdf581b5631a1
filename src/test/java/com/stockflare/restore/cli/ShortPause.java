package com.stockflare.restore.cli;

import com.stockflare.restore.local.FunctionSpec;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The command line, waiting only a moment for a consumer where a user waits a minute. */
final class ShortPause {
    private ShortPause() {}

    public static void main(String[] args) {
        System.exit(Main.run(new RestoreCommand(System.getenv(), Duration.ofMillis(100)), System.getenv(), args));
    }

    /** The words that start it. */
    static List<String> command(String... options) {
        try {
            List<Path> classPath = new ArrayList<>(FunctionSpec.deploymentPackage());
            classPath.add(Path.of(ShortPause.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI()));
            return CommandLineProcess.command(classPath, ShortPause.class, options);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
