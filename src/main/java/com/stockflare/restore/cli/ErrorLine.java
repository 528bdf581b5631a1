package com.stockflare.restore.cli;

import java.util.regex.Pattern;

/** What the command line says on standard error: one line, whatever a file's name or a service's answer holds. */
final class ErrorLine {
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

    private ErrorLine() {}

    static String of(String sentence) {
        return "dynamodb-restore: " + CONTROL.matcher(sentence).replaceAll(" ");
    }

    static void print(String sentence) {
        System.err.println(of(sentence));
    }
}
