package com.stockflare.restore.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.aws.KinesisSink;
import com.stockflare.restore.aws.LambdaInvoker;
import com.stockflare.restore.aws.S3BackupSource;
import com.stockflare.restore.aws.S3RejectStore;
import com.stockflare.restore.engine.Deadline;
import com.stockflare.restore.engine.RestoreEngine;
import com.stockflare.restore.lambda.RestoreEvent.Begin;
import com.stockflare.restore.lambda.RestoreEvent.GoOn;
import com.stockflare.restore.lambda.RestoreEvent.Several;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.StalledException;
import com.stockflare.restore.model.Status;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * RestoreFunction: begins a restore for a dropped file or a direct event, and goes on with one for a continuation. When
 * the time runs out it invokes itself with the checkpoint.
 */
public final class RestoreHandler implements RequestStreamHandler {
    private final Settings settings;
    private final EventDecoder decoder;
    private final RestoreEngine engine;
    private final LambdaInvoker invoker;

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
            AwsClients clients = new AwsClients(environment, null);
            S3Client s3 = clients.s3();
            engine = new RestoreEngine(
                    new S3BackupSource(s3),
                    new KinesisSink(clients.kinesis()),
                    new S3RejectStore(s3, settings.rejectsBucket()),
                    settings.engine());
            invoker = new LambdaInvoker(clients.lambda());
        } catch (InvalidRequestException e) {
            throw new FailedInvocation(e);
        }
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        byte[] event = input.readAllBytes();
        try {
            output.write(bytes(answer(decode(event, context), context)));
        } catch (RestoreException e) {
            throw new FailedInvocation(e);
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
            String id = UUID.nameUUIDFromBytes(begin.identity().getBytes(StandardCharsets.UTF_8))
                    .toString();
            HopLog log = new HopLog(id, begin.request(), Checkpoint.START);
            return logged(
                    log,
                    () -> hop(
                            new RestoreJob(id, begin.request(), engine.find(begin.request()), Checkpoint.START),
                            log,
                            context));
        }
        if (event instanceof GoOn goOn) {
            RestoreJob job = goOn.job();
            HopLog log = new HopLog(job.restoreId(), job.request(), job.checkpoint());
            return logged(log, () -> hop(job, log, context));
        }
        return event instanceof Several several ? sendEach(several.events(), context) : status("IGNORED");
    }

    private static ObjectNode logged(HopLog log, Supplier<ObjectNode> hop) {
        try {
            return hop.get();
        } catch (RestoreException e) {
            log.failed(e);
            throw e;
        } catch (RuntimeException e) {
            log.broke(e);
            throw e;
        }
    }

    private ObjectNode sendEach(List<ObjectNode> events, Context context) {
        try {
            if (settings.samLocal()) {
                throw new InvalidRequestException("The event names " + events.size()
                        + " files. Here, where no function can be invoked, give one at a time");
            }
            events.forEach(event -> invoker.invoke(context.getFunctionName(), bytes(event)));
            return status("ACCEPTED").put("files", events.size());
        } catch (RestoreException e) {
            HopLog.refused(context.getAwsRequestId(), e);
            throw e;
        }
    }

    private ObjectNode hop(RestoreJob job, HopLog log, Context context) {
        Deadline deadline = Deadline.of(context::getRemainingTimeInMillis, settings.stopMargin());
        Outcome outcome = engine.run(job, deadline, log);
        if (outcome.status() != Status.CONTINUED) {
            return log.ended(outcome);
        }
        ObjectNode next = next(job, outcome.checkpoint());
        if (settings.samLocal()) {
            return log.ended(outcome).set("next", next);
        }
        invoker.invoke(context.getFunctionName(), bytes(next));
        return log.ended(outcome);
    }

    private static ObjectNode next(RestoreJob job, Checkpoint reached) {
        if (reached.offset() == job.checkpoint().offset()) {
            throw new StalledException(
                    reached.offset(),
                    "This invocation settled no row after offset " + reached.offset() + " of "
                            + job.file().uri() + ", so there is no next one. Look at the stream and at the function's"
                            + " timeout, then send its event again.");
        }
        return JobJson.write(job.withCheckpoint(reached.nextHop()));
    }

    private static ObjectNode status(String status) {
        return JobJson.MAPPER.createObjectNode().put("status", status);
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
