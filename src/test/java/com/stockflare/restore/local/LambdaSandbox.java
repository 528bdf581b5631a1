package com.stockflare.restore.local;

import java.time.Duration;

/** An execution environment: it runs one invocation at a time and is used again while it is alive. */
interface LambdaSandbox {

    /** Runs one invocation; a failure of any kind is a result. */
    InvocationResult run(LambdaInvocation invocation, Duration timeout) throws InterruptedException;

    /** Whether it can take another invocation. */
    boolean isReusable();

    /** Ends it at once, with whatever it is doing, and returns when it has ended. */
    void kill();
}
