package com.stockflare.restore.bench;

import com.stockflare.restore.local.LambdaOptions;
import com.stockflare.restore.local.LocalAws;
import com.stockflare.restore.local.StreamOptions;
import com.stockflare.restore.local.TableKey;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.Status;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The whole service as it is deployed: its workers are JVMs of their own, its files are generated. */
final class BenchService implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofMinutes(3);

    private final LocalAws aws = LocalAws.start(LambdaOptions.defaults(), StreamOptions.ofShards(1));
    private final GeneratedS3 files = new GeneratedS3();
    private final HttpServer s3;
    private int streams;

    /**
     * Deploys it.
     *
     * @param timeout of the function that restores
     * @param more of its environment
     */
    BenchService(Duration timeout, Map<String, String> more) {
        try {
            s3 = BenchServer.serve(files);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Map<String, String> variables = new HashMap<>(more);
        variables.put(
                "AWS_ENDPOINT_URL_S3", "http://127.0.0.1:" + s3.getAddress().getPort());
        variables.put("REJECTS_BUCKET", GeneratedS3.REJECTS);
        aws.deployRestore(timeout, variables);
        TableKey.parse("id:S,at:N").createTable(aws.dynamoDb(), RowKind.TABLE);
    }

    GeneratedS3 files() {
        return files;
    }

    /**
     * Restores a file into a stream that is made for it.
     *
     * @return what the stream took: see {@link Intake#report()}; with the number of {@code invocations}
     */
    Report restore(RowKind kind, long rows, int segments, int shards) {
        String stream = "stream-" + ++streams;
        Intake intake = Intake.watch(aws.kinesis()
                .createStream(stream, StreamOptions.ofShards(shards).withoutRecords()));
        long before = aws.lambda().invocations(LocalAws.RESTORE_FUNCTION);
        aws.lambda().send(LocalAws.RESTORE_FUNCTION, """
                {"table":"%s","bucket":"%s","file":"%s","stream":"%s","segments":%d,"force":true}""".formatted(
                        RowKind.TABLE, GeneratedS3.BUCKET, GeneratedS3.key(kind, rows), stream, segments));
        awaitCompletion();
        return intake.report().with("invocations", aws.lambda().invocations(LocalAws.RESTORE_FUNCTION) - before);
    }

    private void awaitCompletion() {
        try {
            // An event is over when the invocation is; the next one is an event of its own.
            if (!aws.lambda().awaitEvents(LIMIT)) {
                throw new IllegalStateException(
                        "a restore took longer than " + LIMIT + aws.lambda().log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
        List<RestoreState> restores = aws.restores();
        if (restores.size() < streams || !restores.stream().allMatch(r -> r.status() == Status.COMPLETED)) {
            throw new IllegalStateException(
                    "not every restore is complete: " + restores + aws.lambda().log());
        }
    }

    @Override
    public void close() {
        aws.close();
        s3.stop(0);
    }
}
