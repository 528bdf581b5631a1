package com.stockflare.restore.cli;

import picocli.CommandLine;

/** Where the command line begins. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** The exit status. */
    private static int run(String... args) {
        try {
            return new CommandLine(new RestoreCommand(System.getenv()))
                    .setExpandAtFiles(false) // a key may begin with @
                    .setParameterExceptionHandler((e, unused) -> usageError(e.getMessage()))
                    .setExecutionExceptionHandler((e, unused, alsoUnused) -> failure(e))
                    .execute(args);
        } catch (Error e) {
            return failure(e);
        }
    }

    static int usageError(String message) {
        ErrorLine.print(message + " (--help shows how to use it)");
        return ExitStatus.USAGE;
    }

    private static int failure(Throwable e) {
        ErrorLine.print("something went wrong that should not have: " + e
                + ". What was settled stays settled; please report this.");
        return ExitStatus.FAILED;
    }
}
