package com.stockflare.restore.local;

import java.time.Duration;
import java.util.Timer;
import java.util.TimerTask;

/** A schedule: sends a function the same asynchronous event every period, the first after one. Close it first. */
public final class LocalSchedule implements AutoCloseable {

    private final Timer timer = new Timer("local-schedule", true);

    public LocalSchedule(LocalLambda lambda, String function, String payload, Duration period) {
        TimerTask send = new TimerTask() {
            @Override
            public void run() {
                lambda.send(function, payload);
            }
        };
        timer.scheduleAtFixedRate(send, period.toMillis(), period.toMillis());
    }

    @Override
    public void close() {
        timer.cancel();
    }
}
