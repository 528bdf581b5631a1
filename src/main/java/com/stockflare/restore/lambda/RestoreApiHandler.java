package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.aws.DynamoDbLedger;
import com.stockflare.restore.aws.DynamoDbTableCatalog;
import com.stockflare.restore.aws.KinesisSink;
import com.stockflare.restore.aws.LambdaInvoker;
import com.stockflare.restore.aws.S3BackupSource;
import com.stockflare.restore.aws.S3RejectStore;
import com.stockflare.restore.engine.Chains;
import com.stockflare.restore.engine.ConsumerLag;
import com.stockflare.restore.engine.Control;
import com.stockflare.restore.engine.EngineRuntime;
import com.stockflare.restore.engine.Ledger;
import com.stockflare.restore.engine.RestoreEngine;
import com.stockflare.restore.model.Environment;
import com.stockflare.restore.model.Fault;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * RestoreApiFunction: has restores begin, stop and go on, and shows how they stand. It reads no row and sends none: that
 * is RestoreFunction's.
 */
public final class RestoreApiHandler implements RequestStreamHandler {
    /** An API's caller waits 30 seconds at most ("Quotas for HTTP APIs"), and a call is tried again. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

    private final StartCheck startCheck;
    private final Control control;
    private final RestoreListing listing;
    private final RestoreJson json;

    /** For Lambda. */
    public RestoreApiHandler() {
        this(System.getenv());
    }

    /**
     * Wires the handler.
     *
     * @param variables as a function has them
     * @throws FailedInvocation if they make no sense
     */
    public RestoreApiHandler(Map<String, String> variables) {
        try {
            Environment environment = new Environment(variables);
            String table = environment.required("LEDGER_TABLE", "the table of restores and their segments");
            String function = environment.required("RESTORE_FUNCTION", "the name of the function that restores");
            environment.check();
            Settings settings = Settings.from(variables);
            AwsClients clients = new AwsClients(variables, null, CALL_TIMEOUT);
            Chains.Rules rules = settings.rules(EndingReport.of(settings, Metrics.of(function), clients));
            S3Client s3 = clients.s3();
            DynamoDbClient dynamo = clients.dynamoDbWithRetries();
            RestoreEngine engine = new RestoreEngine(new RestoreEngine.Ports(
                    new S3BackupSource(s3),
                    new KinesisSink(clients.kinesis()),
                    new S3RejectStore(s3, settings.rejectsBucket(), true),
                    new DynamoDbTableCatalog(dynamo),
                    ConsumerLag.UNKNOWN,
                    EngineRuntime.system(settings.engine())));
            Ledger ledger = new DynamoDbLedger(dynamo, table, rules.clock(), HopLog::warn);
            LambdaInvoker invoker = new LambdaInvoker(clients::lambda);
            control = new Control(
                    engine,
                    ledger,
                    job -> invoker.invoke(
                            function, JobJson.write(job).toString().getBytes(UTF_8)),
                    rules);
            json = settings.restoreJson();
            startCheck = new StartCheck(settings, ledger, engine);
            listing = new RestoreListing(ledger, json);
        } catch (InvalidRequestException e) {
            throw new FailedInvocation(e);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        long begun = System.nanoTime();
        ApiRequest call;
        try {
            call = ApiRequest.of(JobJson.parse("The event", input.readAllBytes())
                    .orElseThrow(() -> new InvalidRequestException("The event is not a JSON object")));
        } catch (InvalidRequestException e) {
            throw new FailedInvocation(e);
        }
        ApiAnswer answer = answer(call, context.getAwsRequestId());
        HopLog.answered(call.line(), answer, (System.nanoTime() - begun) / 1_000_000);
        output.write(answer.bytes());
    }

    private ApiAnswer answer(ApiRequest call, String requestId) {
        String path = call.toldPath();
        try {
            return route(call);
        } catch (ApiProblem e) {
            return e.answer(path);
        } catch (RestoreException e) {
            return ApiProblem.of(e).answer(path);
        } catch (RuntimeException e) {
            HopLog.broke(requestId, e);
            return ApiProblem.fault(requestId).answer(path);
        }
    }

    private ApiAnswer route(ApiRequest call) {
        List<String> path = call.path();
        if (path.isEmpty() || path.size() > 3 || !path.get(0).equals("restores")) {
            throw noSuchPath(call);
        }
        String id = path.size() > 1 ? checkedId(path.get(1)) : null;
        String method = call.method();
        return switch (path.size()) {
            case 1 ->
                switch (method) {
                    case "POST" -> start(call);
                    case "GET" -> ApiAnswer.of(200, listing.answer(call));
                    default -> throw ApiProblem.wrongMethod(call.line(), "GET", "POST");
                };
            case 2 ->
                switch (method) {
                    case "GET" -> ApiAnswer.of(200, json.full(control.find(id)));
                    case "PATCH" -> changeRate(call, id);
                    default -> throw ApiProblem.wrongMethod(call.line(), "GET", "PATCH");
                };
            default -> steer(call, id, path.get(2));
        };
    }

    /** The ledger could not even be asked for some of those that no restore has. */
    private static String checkedId(String id) {
        if (!RestoreJob.isId(id)) {
            throw new ApiProblem(
                    404, "NOT_FOUND", "There is no such restore: an id has 1 to 64 letters, digits and hyphens");
        }
        return id;
    }

    private ApiAnswer steer(ApiRequest call, String id, String what) {
        if (!Set.of("pause", "resume", "cancel").contains(what)) {
            throw noSuchPath(call);
        }
        if (!call.method().equals("POST")) {
            throw ApiProblem.wrongMethod(call.line(), "POST");
        }
        onlyFields(call.body(), Set.of());
        RestoreState restore = switch (what) {
            case "pause" -> control.pause(id);
            case "resume" -> control.resume(id);
            default -> control.cancel(id);
        };
        return ApiAnswer.of(202, json.full(restore));
    }

    private static ApiProblem noSuchPath(ApiRequest call) {
        return new ApiProblem(
                404,
                "NOT_FOUND",
                "There is no " + call.line() + ": there are /restores, /restores/{id}, and /pause, /resume and /cancel"
                        + " below the latter");
    }

    private static void onlyFields(ObjectNode body, Set<String> known) {
        List<Fault> faults = new ArrayList<>();
        body.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                faults.add(Fault.invalid(name, "\"" + name + "\" is no field of this request"));
            }
        });
        if (!faults.isEmpty()) {
            throw new InvalidRequestException(faults);
        }
    }

    private ApiAnswer start(ApiRequest call) {
        RestoreState restore = control.start(startCheck.checked(call));
        return ApiAnswer.of(202, json.full(restore)).at("/restores/" + restore.restoreId());
    }

    private ApiAnswer changeRate(ApiRequest call, String id) {
        ObjectNode body = call.body();
        onlyFields(body, Set.of("rate"));
        return ApiAnswer.of(200, json.full(control.changeRate(id, rate(body.path("rate")))));
    }

    private static int rate(JsonNode rate) {
        if (rate.isNull()) {
            return 0;
        }
        if (!rate.isInt() || rate.asInt() < 1 || rate.asInt() > RestoreRequest.MAX_RATE) {
            throw new InvalidRequestException(List.of(Fault.invalid(
                    "rate",
                    "rate is not right: it must be a number from 1 to "
                            + RestoreRequest.MAX_RATE
                            + ", or null for as fast as the stream takes it")));
        }
        return rate.asInt();
    }
}
