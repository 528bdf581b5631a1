package com.stockflare.restore.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.aws.CloudWatchLag;
import com.stockflare.restore.aws.DynamoDbLedger;
import com.stockflare.restore.aws.DynamoDbTableCatalog;
import com.stockflare.restore.aws.KinesisSink;
import com.stockflare.restore.aws.LambdaInvoker;
import com.stockflare.restore.aws.S3BackupSource;
import com.stockflare.restore.aws.S3RejectStore;
import com.stockflare.restore.engine.Chains;
import com.stockflare.restore.engine.ConsumerLag;
import com.stockflare.restore.engine.Continuation;
import com.stockflare.restore.engine.Deadline;
import com.stockflare.restore.engine.EngineRuntime;
import com.stockflare.restore.engine.HopResult;
import com.stockflare.restore.engine.InMemoryLedger;
import com.stockflare.restore.engine.Ledger;
import com.stockflare.restore.engine.RestoreEngine;
import com.stockflare.restore.engine.Watchdog;
import com.stockflare.restore.lambda.RestoreEvent.Begin;
import com.stockflare.restore.lambda.RestoreEvent.GoOn;
import com.stockflare.restore.lambda.RestoreEvent.Several;
import com.stockflare.restore.lambda.RestoreEvent.Watch;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * RestoreFunction: begins a restore for a dropped file or a direct event, goes on with one for a continuation, and looks
 * after all of them for the schedule. When the time runs out it invokes itself with the checkpoint.
 */
public final class RestoreHandler implements RequestStreamHandler {
    private final Settings settings;
    private final EventDecoder decoder;
    private final RestoreEngine engine;
    private final Supplier<Ledger> ledger;
    private final ConsumerLag lag;
    private final LambdaInvoker invoker;
    private final Chains.Rules rules;
    private final Metrics metrics;

    /** For Lambda. */
    public RestoreHandler() {
        this(System.getenv());
    }

    /**
     * Wires the handler.
     *
     * @param environment variables as a function has them
     * @throws FailedInvocation if they make no sense
     */
    public RestoreHandler(Map<String, String> environment) {
        try {
            settings = Settings.from(environment);
            decoder = new EventDecoder(settings);
            metrics = Metrics.of(settings.function());
            EngineRuntime runtime = EngineRuntime.system(settings.engine());
            // What takes the longest at a start is to load classes: Jackson's beside the SDK's.
            runtime.threads().execute(() -> ignoringFailure(() -> decoder.decode(new byte[] {'{', '}'}, "none")));
            AwsClients clients = new AwsClients(environment, null, callTimeout(settings.lease()));
            rules = settings.rules(EndingReport.of(settings, metrics, clients));
            S3Client s3 = clients.s3();
            DynamoDbClient dynamo = clients.dynamoDbWithRetries();
            lag = new CloudWatchLag(clients::cloudWatch, rules.clock());
            engine = new RestoreEngine(new RestoreEngine.Ports(
                    new S3BackupSource(s3),
                    new KinesisSink(clients.kinesis()),
                    new S3RejectStore(s3, settings.rejectsBucket(), settings.ledgerTable() != null),
                    new DynamoDbTableCatalog(dynamo),
                    lag,
                    runtime));
            ledger = ledger(dynamo);
            invoker = new LambdaInvoker(clients::lambda);
            warmUp(dynamo, runtime.threads());
        } catch (InvalidRequestException e) {
            throw new FailedInvocation(e);
        }
    }

    /**
     * Has the classes loaded for calls to DynamoDB, which takes longer than the calls, while this goes on with S3. What
     * comes of the call does not matter. (Kinesis has a quota for what could be asked of it.)
     */
    private void warmUp(DynamoDbClient dynamo, Executor threads) {
        if (settings.ledgerTable() != null) {
            threads.execute(() -> ignoringFailure(() -> shared(dynamo).find("none")));
        }
    }

    private static void ignoringFailure(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            // Whoever needs it will say so.
        }
    }

    /** Under sam local an invocation knows of no other, and takes its event's word for where to go on. */
    private Supplier<Ledger> ledger(DynamoDbClient dynamo) {
        if (settings.ledgerTable() == null) {
            return () -> new InMemoryLedger(rules.clock());
        }
        Ledger shared = shared(dynamo);
        return () -> shared;
    }

    private Ledger shared(DynamoDbClient dynamo) {
        return new DynamoDbLedger(dynamo, settings.ledgerTable(), rules.clock(), HopLog::warn);
    }

    /** No call outlasts the third of a lease that is left when the last one may begin. */
    private static Duration callTimeout(Duration lease) {
        Duration third = lease.dividedBy(3);
        return third.compareTo(AwsClients.MOST_CALL_TIMEOUT) < 0 ? third : AwsClients.MOST_CALL_TIMEOUT;
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] event = input.readAllBytes();
        try {
            output.write(bytes(answer(decode(event, context), context)));
        } catch (RestoreException e) {
            throw new FailedInvocation(e);
        } catch (RuntimeException e) {
            HopLog.broke(context.getAwsRequestId(), e);
            throw FailedInvocation.broken(context.getAwsRequestId());
        }
    }

    private RestoreEvent decode(byte[] event, Context context) {
        try {
            return decoder.decode(event, context.getAwsRequestId());
        } catch (InvalidRequestException e) {
            HopLog.refused(context.getAwsRequestId(), e);
            throw e;
        }
    }

    private ObjectNode answer(RestoreEvent event, Context context) {
        if (event instanceof Begin begin) {
            String id = RestoreEvent.restoreId(begin.identity());
            HopLog log = new HopLog(id, begin.request(), Checkpoint.START, metrics);
            Chains.Start start = new Chains.Start(id, begin.request(), begin.force());
            return logged(log, context, (chains, invocation) -> chains.begin(start, invocation));
        }
        if (event instanceof GoOn goOn) {
            RestoreJob job = goOn.job();
            HopLog log = new HopLog(job.restoreId(), job.request(), job.checkpoint(), metrics);
            return logged(log, context, (chains, invocation) -> chains.goOn(job, invocation));
        }
        if (event instanceof Watch) {
            return refusedIfFailed(context, () -> lookAfterAll(context));
        }
        return event instanceof Several several
                ? refusedIfFailed(context, () -> sendEach(several.events(), context))
                : status("IGNORED");
    }

    /** Where no function can be invoked: whoever invoked this one goes on. */
    private record HandBack(List<RestoreJob> next) implements Continuation {
        @Override
        public void goOn(RestoreJob job) {
            next.add(job);
        }

        @Override
        public void goOnLater(RestoreJob job) {
            next.add(job);
        }
    }

    /** What an invocation has chains do. */
    private interface Work {
        HopResult of(Chains chains, Chains.Invocation invocation);
    }

    private ObjectNode logged(HopLog log, Context context, Work work) {
        try {
            checkTimeout(context);
            List<RestoreJob> next = new ArrayList<>();
            Chains chains = chains(ledger.get(), settings.samLocal() ? new HandBack(next) : invokeItself(context));
            Deadline deadline = Deadline.of(context::getRemainingTimeInMillis, settings.stopMargin());
            ObjectNode answer = log.ended(work.of(chains, new Chains.Invocation(deadline, log::worksOn)));
            return next.isEmpty() ? answer : answer.set("next", JobJson.write(next.get(0)));
        } catch (RestoreException e) {
            log.failed(e);
            throw e;
        } catch (RuntimeException e) {
            log.broke(e);
            throw e;
        }
    }

    /** Who finds a lease taken has to be able to watch it run out. */
    private void checkTimeout(Context context) {
        long least = settings.lease().multipliedBy(2).toMillis();
        if (settings.ledgerTable() != null && context.getRemainingTimeInMillis() < least) {
            throw new InvalidRequestException("The function's timeout is too short: with LEASE_SECONDS "
                    + settings.lease().toSeconds() + " it must be more than " + least / 1_000 + " seconds");
        }
    }

    private Chains chains(Ledger restores, Continuation continuation) {
        return new Chains(engine, restores, continuation, rules);
    }

    private Continuation invokeItself(Context context) {
        return job -> invoker.invoke(context.getFunctionName(), bytes(JobJson.write(job)));
    }

    private ObjectNode lookAfterAll(Context context) {
        if (settings.ledgerTable() == null) {
            throw new InvalidRequestException(
                    "Under sam local there is no ledger whose restores could be looked after");
        }
        Ledger restores = ledger.get();
        Continuation continuation = invokeItself(context);
        Watchdog watchdog =
                new Watchdog(chains(restores, continuation), new Watchdog.Ports(restores, continuation, lag), rules);
        Watchdog.Round round = watchdog.look(HopLog::warn);
        ObjectNode answer = status("WATCHED")
                .put("watched", round.watched())
                .put("started", round.started())
                .put("woken", round.woken())
                .put("drained", round.drained());
        HopLog.looked(answer, metrics);
        return answer;
    }

    private ObjectNode refusedIfFailed(Context context, Supplier<ObjectNode> answer) {
        try {
            return answer.get();
        } catch (RestoreException e) {
            HopLog.refused(context.getAwsRequestId(), e);
            throw e;
        }
    }

    private ObjectNode sendEach(List<ObjectNode> events, Context context) {
        if (settings.samLocal()) {
            throw new InvalidRequestException("The event names " + events.size()
                    + " files. Here, where no function can be invoked, give one at a time");
        }
        events.forEach(event -> invoker.invoke(context.getFunctionName(), bytes(event)));
        return status("ACCEPTED").put("files", events.size());
    }

    private static ObjectNode status(String status) {
        return JobJson.MAPPER.createObjectNode().put("status", status);
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
