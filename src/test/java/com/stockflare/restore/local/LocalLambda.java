package com.stockflare.restore.local;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lambda on this machine: the Invoke API on 127.0.0.1 in front, and behind it sandboxes that run functions under the
 * real runtime interface client, kill them at their timeout and try failed asynchronous events again.
 */
public final class LocalLambda implements AutoCloseable {

    private final LambdaOptions options;
    private final HttpServer server;
    private final ExecutorService executor;
    private final LambdaRuntimeApi runtimeApi = new LambdaRuntimeApi();
    private final LambdaChildRuntime childRuntime;
    private final LambdaEvents events;
    private final LambdaLog log = new LambdaLog();
    private final Map<String, LambdaFunction> functions = new ConcurrentHashMap<>();
    private final AtomicInteger sandboxes = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final Thread atExit = new Thread(this::stop, "local-lambda-exit");

    private LocalLambda(LambdaOptions options) throws IOException {
        this.options = options;
        // A thread for each sandbox that waits for work, and for each caller that waits for a sandbox.
        executor = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "local-lambda");
            thread.setDaemon(true);
            return thread;
        });
        childRuntime = options.inProcess() ? null : new LambdaChildRuntime();
        events = new LambdaEvents(options, executor);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
    }

    public static LocalLambda start() {
        return start(LambdaOptions.defaults());
    }

    public static LocalLambda start(LambdaOptions options) {
        try {
            LocalLambda lambda = new LocalLambda(options);
            lambda.server.createContext("/", new LambdaInvokeApi(lambda));
            lambda.server.createContext(LambdaRuntimeApi.PATH, lambda.runtimeApi);
            lambda.server.start();
            Runtime.getRuntime().addShutdownHook(lambda.atExit);
            return lambda;
        } catch (IOException e) {
            throw new UncheckedIOException("could not start the local Lambda", e);
        }
    }

    /** Where clients reach it. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * Deploys a function; its sandboxes are started when they are needed.
     *
     * @return its ARN
     * @throws IllegalStateException if there is one of that name
     */
    public String create(FunctionSpec spec) {
        LambdaFunction function =
                new LambdaFunction(spec, () -> startSandbox(spec), line -> log.add(spec.name(), line));
        if (functions.putIfAbsent(spec.name(), function) != null) {
            throw new IllegalStateException("there is a function " + spec.name());
        }
        return arn(spec.name(), null);
    }

    /**
     * Sends an asynchronous event, as a service that triggers the function does.
     *
     * @return its request id
     */
    public String send(String function, String payload) {
        LambdaInvocation event = invocation(function, payload);
        accept(event);
        return event.requestId();
    }

    /** Invokes a function and waits for it, also for room in its concurrency. */
    public InvocationResult invoke(String function, String payload) throws InterruptedException {
        return existing(function).invoke(invocation(function, payload));
    }

    /** Waits until no asynchronous event is queued, running or to be tried again; false if that takes longer. */
    public boolean awaitEvents(Duration limit) throws InterruptedException {
        return events.awaitNone(limit);
    }

    /** Kills (SIGKILL) a function's sandboxes, whatever they do; how many there were. */
    public int killSandboxes(String function) {
        return existing(function).killSandboxes();
    }

    /** Invocations of a function begun so far, retries and repeated deliveries among them. */
    public long invocations(String function) {
        return existing(function).invocations();
    }

    /** The last lines that the functions printed, and why invocations failed, for the message of a test that fails. */
    public String log() {
        return log.text();
    }

    /** Kills all sandboxes, then closes the server: a runtime whose server has gone would only complain. */
    @Override
    public void close() {
        if (stop()) {
            try {
                Runtime.getRuntime().removeShutdownHook(atExit);
            } catch (IllegalStateException e) {
                // The JVM is ending, and the hook finds nothing left to do.
            }
        }
    }

    private boolean stop() {
        if (!closed.compareAndSet(false, true)) {
            return false;
        }
        functions.values().forEach(LambdaFunction::close);
        executor.shutdownNow();
        server.stop(0);
        if (childRuntime != null) {
            childRuntime.close();
        }
        return true;
    }

    static String arn(String function, String qualifier) {
        return "arn:aws:lambda:" + LambdaEnvironment.REGION + ":" + LambdaEnvironment.ACCOUNT + ":function:" + function
                + (qualifier == null ? "" : ":" + qualifier);
    }

    Optional<LambdaFunction> function(String name) {
        return Optional.ofNullable(functions.get(name));
    }

    void accept(LambdaInvocation event) {
        events.accept(existing(event.function()), event);
    }

    private LambdaFunction existing(String name) {
        return function(name).orElseThrow(() -> new IllegalArgumentException("no function " + name));
    }

    private static LambdaInvocation invocation(String function, String payload) {
        return LambdaInvocation.create(function, arn(function, null), payload);
    }

    private LambdaSandbox startSandbox(FunctionSpec spec) {
        String name = "sandbox-" + sandboxes.incrementAndGet();
        Map<String, String> environment =
                LambdaEnvironment.of(spec, name, endpoint().toString());
        if (options.inProcess()) {
            return new LambdaInProcess(spec, environment, line -> print(spec.name(), line));
        }
        environment.put("AWS_LAMBDA_RUNTIME_API", endpoint().getAuthority() + LambdaRuntimeApi.PATH + name);
        LambdaSession session = new LambdaSession();
        runtimeApi.register(name, session);
        return new LambdaChild(
                childRuntime.command(spec, environment),
                session,
                line -> print(spec.name(), line),
                () -> runtimeApi.forget(name));
    }

    private void print(String function, String line) {
        log.add(function, line);
        options.log().accept(function, line);
    }
}
