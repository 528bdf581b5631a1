package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Runtime API, version 2018-06-01, of all sandboxes: each has a path of its own in front, which is part of the
 * {@code AWS_LAMBDA_RUNTIME_API} that it is given.
 */
final class LambdaRuntimeApi implements HttpHandler {

    static final String PATH = "/sandbox/";

    private static final Pattern OPERATION = Pattern.compile(PATH
            + "(?<sandbox>[^/]+)/2018-06-01/runtime/"
            + "(?<operation>init/error|invocation/next|invocation/(?<id>[^/]+)/(?<outcome>response|error))");

    private final Map<String, LambdaSession> sessions = new ConcurrentHashMap<>();

    void register(String sandbox, LambdaSession session) {
        sessions.put(sandbox, session);
    }

    void forget(String sandbox) {
        sessions.remove(sandbox);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            Matcher request = OPERATION.matcher(exchange.getRequestURI().getPath());
            LambdaSession session = request.matches() ? sessions.get(request.group("sandbox")) : null;
            if (session == null) {
                LambdaReply.error(404, "NotFound", "unknown path or sandbox").send(exchange);
            } else if (request.group("operation").equals("invocation/next")) {
                next(exchange, session);
            } else {
                byte[] body = exchange.getRequestBody().readAllBytes();
                take(session, request, body).send(exchange);
            }
        }
    }

    private static void next(HttpExchange exchange, LambdaSession session) throws IOException {
        LambdaSession.HandOver work;
        try {
            work = session.next();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        if (work == null) {
            return;
        }
        LambdaInvocation invocation = work.invocation();
        Map<String, String> headers = Map.of(
                "Lambda-Runtime-Aws-Request-Id", invocation.requestId(),
                "Lambda-Runtime-Deadline-Ms", Long.toString(work.deadlineMs()),
                "Lambda-Runtime-Invoked-Function-Arn", invocation.arn(),
                "Lambda-Runtime-Trace-Id", traceId(invocation));
        new LambdaReply(200, headers, invocation.payload()).send(exchange);
    }

    private static LambdaReply take(LambdaSession session, Matcher request, byte[] body) {
        if (request.group("outcome") == null) {
            session.initFailed(new InvocationResult(new String(body, UTF_8), true));
            return LambdaReply.of(202);
        }
        boolean isError = request.group("outcome").equals("error");
        InvocationResult result = isError || body.length <= LambdaInvokeApi.MAX_SYNCHRONOUS_BYTES
                ? new InvocationResult(new String(body, UTF_8), isError)
                : InvocationResult.error(
                        "Function.ResponseSizeTooLarge",
                        "Response payload size exceeded maximum allowed payload size ("
                                + LambdaInvokeApi.MAX_SYNCHRONOUS_BYTES + " bytes).");
        return session.answer(request.group("id"), result)
                ? LambdaReply.of(202)
                : LambdaReply.error(400, "InvalidRequestID", "not the invocation being worked on");
    }

    /** An X-Ray header whose trace is the event's: the same in a retry. */
    private static String traceId(LambdaInvocation invocation) {
        String id = invocation.requestId().replace("-", "");
        return "Root=1-" + id.substring(0, 8) + "-" + id.substring(8) + ";Sampled=0";
    }
}
