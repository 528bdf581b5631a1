package com.stockflare.restore.bench;

import com.stockflare.restore.bench.ChildJvm.Launch;
import com.stockflare.restore.bench.Machine.Core;
import com.stockflare.restore.local.LedgerTable;
import com.stockflare.restore.local.LocalCloudWatch;
import com.stockflare.restore.local.LocalDynamoDb;
import com.stockflare.restore.local.TableKey;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * From the start of a JVM to the first PutRecords that reaches the stream: a whole first invocation, with its ledger, the
 * table's keys and the stream's shards; beside the SDK doing one GET and one PutRecords and nothing else, and beside the
 * SDK making each of an invocation's calls. None is bound to a core: Lambda has more than one for a function that starts.
 */
final class ColdStartBench implements Bench {
    static final String LEDGER = "ledger";

    private static final int ROUNDS = 4;
    private static final int ROWS = 500;
    private static final int WARM_UPS = 25;
    private static final double MOST_RATIO = 1.2;
    private static final String OURS = "an invocation";
    private static final String BARE = "one GET and one PutRecords of the SDK";
    private static final String CALLS = "each of its calls once, by the SDK alone";

    /**
     * As Lambda and the template set them; and XML is parsed by what the JDK has, for the parser that DynamoDB Local brings
     * along is in no function.
     */
    private static final List<String> JVM_OPTIONS = List.of(
            "-XX:+UseSerialGC", "-Djavax.xml.stream.XMLInputFactory=com.sun.xml.internal.stream.XMLInputFactoryImpl");

    @Override
    public String name() {
        return "coldstart";
    }

    @Override
    public List<Line> run() {
        try (Services services = new Services()) {
            services.warmUp();
            Samples[] millis = Samples.inTurns(
                    ROUNDS,
                    () -> services.millis(OURS, ColdInvocation.class),
                    () -> services.millis(BARE, ColdSdk.class),
                    () -> services.millis(CALLS, ColdCalls.class));
            return List.of(
                    line("JVM start to first PutRecords", millis[0], millis[1], BARE),
                    line("the same", millis[0], millis[2], CALLS));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Line line(String what, Samples ours, Samples theirs, String whose) {
        double ratio = ours.ratioTo(theirs);
        return new Line(
                name(),
                what,
                ours.inWords("ms"),
                theirs.inWords("ms") + ": " + whose,
                String.format(Locale.ROOT, "%.2f", ratio),
                String.format(Locale.ROOT, "≤ %.2f", MOST_RATIO),
                ratio <= MOST_RATIO);
    }

    /** All that an invocation talks to, in this process. */
    private static final class Services implements AutoCloseable {
        private final LocalDynamoDb dynamoDb = LocalDynamoDb.start();
        private final LocalCloudWatch cloudWatch = LocalCloudWatch.start();
        private final QuickKinesis quick = new QuickKinesis(10);
        private final AtomicLong firstPutAt = new AtomicLong();
        private final HttpServer kinesis = BenchServer.serve(this::kinesis);
        private final HttpServer s3 = BenchServer.serve(new GeneratedS3());

        Services() throws IOException {
            try (DynamoDbClient client = DynamoDbClient.builder()
                    .endpointOverride(dynamoDb.endpoint())
                    .region(Region.US_EAST_1)
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")))
                    .build()) {
                LedgerTable.create(client, LEDGER);
                TableKey.parse("id:S,at:N").createTable(client, RowKind.TABLE);
            }
        }

        private void kinesis(HttpExchange exchange) throws IOException {
            if (QuickKinesis.PUT_RECORDS.equals(exchange.getRequestHeaders().getFirst("X-Amz-Target"))) {
                firstPutAt.compareAndSet(0, System.nanoTime());
            }
            quick.handle(exchange);
        }

        /** DynamoDB Local takes longer than DynamoDB until its own code is compiled, and that is not what is measured. */
        void warmUp() {
            try (ChildJvm child = start(ColdInvocation.class)) {
                for (int i = 0; i < WARM_UPS; i++) {
                    child.ask(GeneratedS3.key(RowKind.FILE_250, ROWS));
                }
            }
        }

        private ChildJvm start(Class<?> main) {
            return ChildJvm.start(new Launch(Core.ANY, JVM_OPTIONS, main, environment()));
        }

        double millis(String what, Class<?> main) {
            firstPutAt.set(0);
            long begun = System.nanoTime();
            try (ChildJvm child = start(main)) {
                child.ask(GeneratedS3.key(RowKind.FILE_250, ROWS));
            }
            double millis = (firstPutAt.get() - begun) / 1e6;
            System.err.printf(Locale.ROOT, "%s: %,.0f ms%n", what, millis);
            return millis;
        }

        private Map<String, String> environment() {
            Map<String, String> variables = new TreeMap<>();
            variables.put("AWS_ENDPOINT_URL_S3", uri(s3));
            variables.put("AWS_ENDPOINT_URL_KINESIS", uri(kinesis));
            variables.put("AWS_ENDPOINT_URL_DYNAMODB", dynamoDb.endpoint().toString());
            variables.put("AWS_ENDPOINT_URL_CLOUDWATCH", cloudWatch.endpoint().toString());
            variables.put("AWS_REGION", "us-east-1");
            variables.put("AWS_ACCESS_KEY_ID", "local");
            variables.put("AWS_SECRET_ACCESS_KEY", "local");
            variables.put("REJECTS_BUCKET", GeneratedS3.REJECTS);
            variables.put("LEDGER_TABLE", LEDGER);
            return variables;
        }

        private static String uri(HttpServer server) {
            return URI.create("http://127.0.0.1:" + server.getAddress().getPort())
                    .toString();
        }

        @Override
        public void close() {
            kinesis.stop(0);
            s3.stop(0);
            cloudWatch.close();
            dynamoDb.close();
        }
    }
}
