package com.stockflare.restore.cli;

import picocli.CommandLine;

/** Where the command line begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command and tells its exit status, without ending the JVM. */
    static int run(String... args) {
        RestoreCommand command = new RestoreCommand(System.getenv());
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, unused) -> usageError(e.getMessage()))
                .setExecutionExceptionHandler((e, unused, alsoUnused) -> failure(e))
                .execute(args);
    }

    static int usageError(String message) {
        System.err.println("dynamodb-restore: " + message + " (--help shows how to use it)");
        return ExitStatus.USAGE;
    }

    private static int failure(Exception e) {
        System.err.println("dynamodb-restore: something went wrong that should not have: " + e
                + ". What was settled stays settled; please report this.");
        return ExitStatus.FAILED;
    }
}
