package com.stockflare.restore.cli;

import java.io.Console;

/** Tells whether a person is looking. */
final class Terminal {
    private Terminal() {}

    /** Whether standard input and output are a terminal, so that a bar can be drawn. */
    @SuppressWarnings("SystemConsoleNull") // which is why it is asked below
    static boolean isAttached() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            // Since JDK 22 there is a console where there is no terminal, too, and it has to be asked.
            return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }
}
