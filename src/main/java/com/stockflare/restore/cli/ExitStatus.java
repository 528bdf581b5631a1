package com.stockflare.restore.cli;

/** The exit statuses of the command line: promises to scripts. */
final class ExitStatus {
    static final int DONE = 0;
    static final int FAILED = 1;
    static final int USAGE = 2;
    static final int DONE_WITH_REJECTS = 3;

    private ExitStatus() {}
}
