package com.stockflare.restore.local;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines that functions printed, and those of their invocations that failed. */
final class LambdaLog {

    private static final int MAX_LINES = 2_000;

    private final Deque<String> lines = new ArrayDeque<>();

    synchronized void add(String function, String line) {
        if (lines.size() == MAX_LINES) {
            lines.removeFirst();
        }
        lines.addLast(function + ": " + line);
    }

    synchronized String text() {
        return String.join("\n", lines);
    }
}
