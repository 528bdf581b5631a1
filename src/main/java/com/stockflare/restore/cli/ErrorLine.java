package com.stockflare.restore.cli;

/** What the command line says on standard error: one line, whatever a file's name or a service's answer holds. */
final class ErrorLine {
    private ErrorLine() {}

    static String of(String sentence) {
        return "dynamodb-restore: " + Terminal.clean(sentence);
    }

    static void print(String sentence) {
        System.err.println(of(sentence));
    }
}
