package com.stockflare.restore.engine;

import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;

/** Threads that nobody shuts down: what a fake executor need not think about. */
abstract class LastingThreads extends AbstractExecutorService {
    @Override
    public final void shutdown() {
        throw new UnsupportedOperationException("nobody shuts the engine's threads down");
    }

    @Override
    public final List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException("nobody shuts the engine's threads down");
    }

    @Override
    public final boolean isShutdown() {
        return false;
    }

    @Override
    public final boolean isTerminated() {
        return false;
    }

    @Override
    public final boolean awaitTermination(long timeout, TimeUnit unit) {
        return false;
    }
}
