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
import com.stockflare.restore.lambda.RestoreEvent.NewRestore;
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
import java.util.UUID;
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

    /** Wires the handler as its environment says. */
    public RestoreHandler() {
        this(Settings.from(System.getenv()), new AwsClients(System.getenv(), null));
    }

    RestoreHandler(Settings settings, AwsClients clients) {
        this.settings = settings;
        this.decoder = new EventDecoder(settings);
        S3Client s3 = clients.s3();
        this.engine = new RestoreEngine(
                new S3BackupSource(s3),
                new KinesisSink(clients.kinesis()),
                new S3RejectStore(s3, settings.rejectsBucket()),
                settings.engine());
        this.invoker = new LambdaInvoker(clients.lambda());
    }

    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context) throws IOException {
        try {
            RestoreEvent event = decoder.decode(input.readAllBytes(), context.getAwsRequestId());
            output.write(JobJson.MAPPER.writeValueAsBytes(answer(event, context)));
        } catch (RestoreException e) {
            throw new FailedInvocation(e);
        }
    }

    private ObjectNode answer(RestoreEvent event, Context context) {
        if (event instanceof GoOn goOn) {
            return hop(goOn.job(), context);
        }
        List<NewRestore> restores = ((Begin) event).restores();
        if (restores.size() == 1) {
            return hop(begin(restores.get(0)), context);
        }
        return beginEach(restores, context);
    }

    /** One file an event is the rule. Where S3 puts several into one, each gets an invocation of its own. */
    private ObjectNode beginEach(List<NewRestore> restores, Context context) {
        if (settings.samLocal() && !restores.isEmpty()) {
            throw new InvalidRequestException("The event names " + restores.size()
                    + " files. Here, where no function can be invoked, give one at a time");
        }
        List<RestoreJob> jobs = restores.stream().map(this::begin).toList();
        ObjectNode answer = JobJson.MAPPER.createObjectNode().put("status", jobs.isEmpty() ? "IGNORED" : "ACCEPTED");
        for (RestoreJob job : jobs) {
            invoker.invoke(context.getFunctionName(), bytes(JobJson.write(job)));
            answer.withArray("restoreIds").add(job.restoreId());
        }
        return answer;
    }

    private RestoreJob begin(NewRestore restore) {
        String id = UUID.nameUUIDFromBytes(restore.identity().getBytes(StandardCharsets.UTF_8))
                .toString();
        return new RestoreJob(id, restore.request(), engine.find(restore.request()), Checkpoint.START);
    }

    private ObjectNode hop(RestoreJob job, Context context) {
        HopLog log = new HopLog(job);
        try {
            Deadline deadline = Deadline.of(context::getRemainingTimeInMillis, settings.stopMargin());
            Outcome outcome = engine.run(job, deadline, log);
            ObjectNode answer = log.ended(outcome);
            if (outcome.status() == Status.CONTINUED) {
                goOn(job, outcome.checkpoint(), answer, context);
            }
            return answer;
        } catch (RestoreException e) {
            log.failed(e);
            throw e;
        }
    }

    private void goOn(RestoreJob job, Checkpoint reached, ObjectNode answer, Context context) {
        if (reached.offset() == job.checkpoint().offset()) {
            throw new StalledException(
                    reached.offset(),
                    "This invocation settled no row after offset " + reached.offset() + " of "
                            + job.file().uri() + ", so there is no next one. Look at the stream and at the function's"
                            + " timeout, then send its event again.");
        }
        ObjectNode next = JobJson.write(job.withCheckpoint(reached.nextHop()));
        if (settings.samLocal()) {
            answer.set("next", next);
        } else {
            invoker.invoke(context.getFunctionName(), bytes(next));
        }
    }

    private static byte[] bytes(ObjectNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
