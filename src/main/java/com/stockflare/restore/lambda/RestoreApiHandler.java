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
import com.stockflare.restore.engine.RestorePage;
import com.stockflare.restore.model.Environment;
import com.stockflare.restore.model.Fault;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.TableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * RestoreApiFunction: has restores begin, stop and go on, and shows how they stand. It reads no row and sends none: that
 * is RestoreFunction's.
 */
public final class RestoreApiHandler implements RequestStreamHandler {
    private static final int MOST_LISTED = 100;
    private static final int LISTED = 20;

    /** A filter that few restores pass must not read all there are in one call. */
    private static final int MOST_PAGES = 5;

    /** An API's caller waits 30 seconds at most ("Quotas for HTTP APIs"), and a call is tried again. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(8);

    private static final Set<String> LOOKED_AT = Set.of("table", "bucket", "file", "stream");

    private final Settings settings;
    private final Ledger ledger;
    private final RestoreEngine engine;
    private final Control control;
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
            settings = Settings.from(variables);
            AwsClients clients = new AwsClients(variables, null, CALL_TIMEOUT);
            Chains.Rules rules = settings.rules(EndingReport.of(settings, Metrics.of(function), clients));
            S3Client s3 = clients.s3();
            DynamoDbClient dynamo = clients.dynamoDbWithRetries();
            engine = new RestoreEngine(new RestoreEngine.Ports(
                    new S3BackupSource(s3),
                    new KinesisSink(clients.kinesis()),
                    new S3RejectStore(s3, settings.rejectsBucket(), true),
                    new DynamoDbTableCatalog(dynamo),
                    ConsumerLag.UNKNOWN,
                    EngineRuntime.system(settings.engine())));
            ledger = new DynamoDbLedger(dynamo, table, rules.clock(), HopLog::warn);
            LambdaInvoker invoker = new LambdaInvoker(clients::lambda);
            control = new Control(
                    engine,
                    ledger,
                    job -> invoker.invoke(
                            function, JobJson.write(job).toString().getBytes(UTF_8)),
                    rules);
            json = settings.restoreJson();
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
                    case "GET" -> list(call);
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
        ObjectNode body = call.body();
        Chains.Start start = checked(body, restoreId(call));
        RestoreState restore = control.start(start);
        return ApiAnswer.of(202, json.full(restore)).at("/restores/" + restore.restoreId());
    }

    /** The same key is the same restore, whatever became of it. */
    private static String restoreId(ApiRequest call) {
        String key = call.header("idempotency-key");
        if (key == null) {
            return UUID.randomUUID().toString();
        }
        if (!key.matches("[\\x21-\\x7e]{1,255}")) {
            throw new InvalidRequestException(List.of(Fault.invalid(
                    "Idempotency-Key",
                    "The Idempotency-Key is not right: it must be 1 to 255 visible ASCII characters")));
        }
        return RestoreEvent.restoreId("idempotency-key\n" + key);
    }

    /** Everything that can be wrong is told at once, also where one thing keeps the request from being understood. */
    private Chains.Start checked(ObjectNode body, String id) {
        List<Fault> faults = faults(body, id);
        ObjectNode good = faults.isEmpty() ? body : withPlaceholders(body, faults);
        RestoreEvent.Begin begin = DirectEvent.read(good, settings, id);
        // What a restore needed to begin may be gone since.
        if (ledger.find(id).isEmpty()) {
            addObstacles(begin.request(), faults);
        }
        if (!faults.isEmpty()) {
            throw ApiProblem.of(faults);
        }
        return new Chains.Start(id, begin.request(), begin.force());
    }

    /** @throws RestoreException if nothing is wrong but that something cannot be looked at now */
    private void addObstacles(RestoreRequest request, List<Fault> faults) {
        Set<String> faulty = faults.stream().map(Fault::field).collect(Collectors.toSet());
        Map<String, RestoreException> obstacles = engine.obstacles(request);
        obstacles
                .keySet()
                .removeIf(field -> faulty.contains(field) || (field.equals("file") && faulty.contains("bucket")));
        obstacles.forEach((field, obstacle) -> {
            if (!isFailedLook(obstacle)) {
                faults.add(new Fault(field, obstacle.code(), obstacle.getMessage()));
            }
        });
        if (faults.isEmpty() && !obstacles.isEmpty()) {
            throw obstacles.values().iterator().next();
        }
    }

    /** Of a table that is not active it is known what is wrong, though that may pass, too. */
    private static boolean isFailedLook(RestoreException obstacle) {
        return obstacle.isRetryable() && !obstacle.code().equals(TableException.Reason.TABLE_NOT_ACTIVE.name());
    }

    /** What is wrong with the request itself. */
    private List<Fault> faults(ObjectNode body, String id) {
        List<Fault> faults = new ArrayList<>();
        try {
            DirectEvent.read(body, settings, id);
        } catch (InvalidRequestException e) {
            faults.addAll(e.faults());
        }
        if (faults.stream().noneMatch(fault -> "table".equals(fault.field()))) {
            settings.tables().fault(body.path("table").asText()).ifPresent(faults::add);
        }
        return faults;
    }

    /** Names that may be, but name nothing: what is found out about them is not told. */
    private static ObjectNode withPlaceholders(ObjectNode body, List<Fault> faults) {
        ObjectNode good = body.deepCopy();
        for (Fault fault : faults) {
            if (LOOKED_AT.contains(fault.field())) {
                good.put(fault.field(), "not-given");
            } else {
                good.remove(fault.field());
            }
        }
        return good;
    }

    private ApiAnswer list(ApiRequest call) {
        for (String name : call.queryNames()) {
            if (!Set.of("status", "table", "limit", "next").contains(name)) {
                throw new InvalidRequestException(List.of(Fault.invalid(
                        name, "\"" + name + "\" is nothing to ask for: there are status, table, limit and next")));
            }
        }
        Status status = status(call.query("status"));
        String table = call.query("table");
        int limit = limit(call.query("limit"));
        ObjectNode answer = JobJson.MAPPER.createObjectNode();
        var restores = answer.putArray("restores");
        String next = call.query("next");
        for (int page = 0; page < MOST_PAGES && restores.size() < limit; page++) {
            RestorePage found = ledger.newest(limit - restores.size(), next);
            found.restores().stream()
                    .filter(restore -> status == null || restore.status() == status)
                    .filter(restore ->
                            table == null || restore.request().table().equals(table))
                    .forEach(restore -> restores.add(json.brief(restore)));
            next = found.next();
            if (next == null) {
                break;
            }
        }
        return ApiAnswer.of(200, next == null ? answer : answer.put("next", next));
    }

    private static Status status(String name) {
        try {
            return name == null ? null : Status.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(List.of(Fault.invalid(
                    "status",
                    "status \"" + name + "\" is not right: it must be ACCEPTED, RUNNING, PAUSED, HELD, COMPLETED,"
                            + " COMPLETED_WITH_REJECTS, CANCELLED or FAILED")));
        }
    }

    private static int limit(String limit) {
        if (limit == null) {
            return LISTED;
        }
        try {
            return (int) Environment.whole(limit, 1, MOST_LISTED);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(List.of(
                    Fault.invalid("limit", "limit is not right: it must be a number from 1 to " + MOST_LISTED)));
        }
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
