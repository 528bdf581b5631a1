package com.stockflare.restore.local;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * How the local Lambda behaves.
 *
 * @param inProcess whether handlers run in this JVM, as they must where the runtime interface client does not run
 * @param retryDelays the wait before each retry of a failed asynchronous event; Lambda's own are 1 and 2 minutes
 * @param onFailure takes the asynchronous events whose retries are used up
 * @param deliveryFaults how often an asynchronous event is delivered
 * @param log takes a function's name and a line that it printed
 */
public record LambdaOptions(
        boolean inProcess,
        List<Duration> retryDelays,
        Consumer<FailedEvent> onFailure,
        DeliveryFaults deliveryFaults,
        BiConsumer<String, String> log) {

    public LambdaOptions {
        retryDelays = List.copyOf(retryDelays);
    }

    /** Child JVMs on Linux, two retries 100 ms apart, every event delivered once. */
    public static LambdaOptions defaults() {
        boolean linux = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux");
        return new LambdaOptions(
                !linux,
                List.of(Duration.ofMillis(100), Duration.ofMillis(100)),
                failed -> {},
                event -> 1,
                (function, line) -> {});
    }

    public LambdaOptions withInProcess(boolean value) {
        return new LambdaOptions(value, retryDelays, onFailure, deliveryFaults, log);
    }

    public LambdaOptions withRetryDelays(List<Duration> value) {
        return new LambdaOptions(inProcess, value, onFailure, deliveryFaults, log);
    }

    public LambdaOptions withOnFailure(Consumer<FailedEvent> value) {
        return new LambdaOptions(inProcess, retryDelays, value, deliveryFaults, log);
    }

    public LambdaOptions withDeliveryFaults(DeliveryFaults value) {
        return new LambdaOptions(inProcess, retryDelays, onFailure, value, log);
    }

    public LambdaOptions withLog(BiConsumer<String, String> value) {
        return new LambdaOptions(inProcess, retryDelays, onFailure, deliveryFaults, value);
    }
}
