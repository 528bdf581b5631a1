package com.stockflare.restore.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.aws.DynamoDbKeys;
import com.stockflare.restore.aws.DynamoDbMalformedException;
import com.stockflare.restore.aws.DynamoDbPayload;
import com.stockflare.restore.aws.DynamoDbPuts;
import com.stockflare.restore.aws.DynamoDbRetries;
import com.stockflare.restore.aws.S3SetAside;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The consumer of the stream: puts the item of each record into its table, by its payload {@code {"TableName":"T","Item":{…}}}. Within a
 * shard's batch the last item of a key is the one that stays.
 *
 * <p>What can never be put is set aside in {@code REJECTS_BUCKET} under {@code set-aside/} and holds nobody up. What may pass later is
 * reported as failed, and Lambda delivers it again, with all that follows it. One line of JSON to the standard output sums up.
 */
public final class PutHandler implements RequestHandler<KinesisEvent, StreamsEventResponse> {

    /** What is left of the time for the answer, and for a request that runs into its limit. */
    private static final long MAX_MARGIN_MILLIS = 10_000;

    private static final int MARGIN_SHARE = 5;

    private final DynamoDbClient dynamo;
    private final DynamoDbKeys keys;
    private final S3SetAside setAside;
    private final RandomGenerator random;
    private final LongConsumer sleep;

    /** For Lambda: endpoints, region and credentials from the SDK's own environment. */
    public PutHandler() {
        this(new AwsClients(System.getenv(), null, AwsClients.MOST_CALL_TIMEOUT));
    }

    private PutHandler(AwsClients clients) {
        this(
                clients.dynamoDb(),
                new S3SetAside(clients::s3WithRetries, System.getenv().getOrDefault("REJECTS_BUCKET", "")),
                () -> ThreadLocalRandom.current().nextLong(),
                PutHandler::sleep);
    }

    /**
     * @param dynamo a client that does not retry by itself
     * @param random draws the pauses between tries
     * @param sleep waits so many milliseconds
     */
    public PutHandler(DynamoDbClient dynamo, S3SetAside setAside, RandomGenerator random, LongConsumer sleep) {
        this.dynamo = dynamo;
        this.keys = new DynamoDbKeys(dynamo);
        this.setAside = setAside;
        this.random = random;
        this.sleep = sleep;
    }

    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        try {
            return putAll(event, context);
        } catch (RuntimeException e) {
            // Lambda delivers the whole batch again.
            HopLog.broke(context.getAwsRequestId(), e);
            throw FailedInvocation.broken(context.getAwsRequestId());
        }
    }

    private StreamsEventResponse putAll(KinesisEvent event, Context context) {
        LongSupplier millisLeft = timeToWork(context);
        PutTally tally = new PutTally(setAside, millisLeft);
        DynamoDbPuts puts = new DynamoDbPuts(dynamo, keys, new DynamoDbRetries(random, sleep, millisLeft));
        for (KinesisEventRecord record : event.getRecords()) {
            PutRecord put = PutRecord.of(record);
            tally.expect(put);
            try {
                DynamoDbPayload payload = DynamoDbPayload.parse(put.data().asByteArrayUnsafe());
                puts.add(payload, outcome -> tally.settle(put, payload.table(), outcome));
            } catch (DynamoDbMalformedException e) {
                tally.setAside(put, e.table(), e.getMessage());
            }
        }
        puts.flush();
        System.out.println(tally.summary());
        return tally.response();
    }

    private static LongSupplier timeToWork(Context context) {
        long margin = Math.min(MAX_MARGIN_MILLIS, context.getRemainingTimeInMillis() / MARGIN_SHARE);
        return () -> context.getRemainingTimeInMillis() - margin;
    }

    private static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
