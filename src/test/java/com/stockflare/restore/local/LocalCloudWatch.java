package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * CloudWatch on 127.0.0.1, as far as it knows how old the unread records of a stream are: GetMetricData of that one
 * metric, in Smithy's RPC protocol over CBOR, which the SDK speaks. Signatures are not checked.
 */
public final class LocalCloudWatch implements AutoCloseable {
    private static final String OPERATION = "/service/GraniteServiceVersion20100801/operation/GetMetricData";

    /** What is asked for must be this, and no other field. */
    private static final Map<String, String> METRIC = Map.of(
            "/Metric/Namespace", "AWS/Kinesis",
            "/Metric/MetricName", "GetRecords.IteratorAgeMilliseconds",
            "/Metric/Dimensions/0/Name", "StreamName",
            "/Period", "60",
            "/Stat", "Maximum");

    /** CBOR's tag for a time since 1970, in seconds. */
    private static final int EPOCH_TAG = 1;

    private static final ObjectMapper CBOR = new ObjectMapper(new CBORFactory());

    private final HttpServer server;
    private volatile BiFunction<String, Instant, NavigableMap<Instant, Duration>> points =
            (stream, end) -> new TreeMap<>();
    private volatile String statusCode = "Complete";

    private LocalCloudWatch() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
    }

    /** Knows of no stream that anybody reads. */
    public static LocalCloudWatch start() {
        try {
            LocalCloudWatch cloudWatch = new LocalCloudWatch();
            cloudWatch.server.start();
            return cloudWatch;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * One data point whenever somebody asks, of this very moment and not of its minute: nobody needs to wait for that. It
     * is among those asked for also if a minute has begun since.
     *
     * @param age of a stream by its name; null where nobody reads it
     */
    public void setAge(Function<String, Duration> age) {
        points = (stream, end) -> {
            NavigableMap<Instant, Duration> one = new TreeMap<>();
            Duration now = age.apply(stream);
            if (now != null) {
                Instant newest = end.minusMillis(1);
                Instant moment = Instant.now();
                one.put(moment.isBefore(newest) ? moment : newest, now);
            }
            return one;
        };
    }

    /** These data points of one stream, by the starts of their minutes. */
    public void setPoints(String stream, Map<Instant, Duration> ages) {
        NavigableMap<Instant, Duration> sorted = new TreeMap<>(ages);
        points = (name, end) -> name.equals(stream) ? sorted : new TreeMap<>();
    }

    /** How complete the answers are from now on, such as {@code InternalError}. */
    public void setStatusCode(String code) {
        statusCode = code;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = CBOR.readTree(exchange.getRequestBody().readAllBytes());
            JsonNode stat = request.at("/MetricDataQueries/0/MetricStat");
            boolean known = exchange.getRequestURI().getPath().equals(OPERATION)
                    && METRIC.entrySet().stream()
                            .allMatch(field -> stat.at(field.getKey()).asText().equals(field.getValue()));
            byte[] answer = known ? answer(request, stat) : new byte[0];
            exchange.getResponseHeaders().set("Content-Type", "application/cbor");
            exchange.getResponseHeaders().set("smithy-protocol", "rpc-v2-cbor");
            exchange.sendResponseHeaders(known ? 200 : 404, known ? answer.length : -1);
            exchange.getResponseBody().write(answer);
        }
    }

    private byte[] answer(JsonNode request, JsonNode stat) throws IOException {
        Instant end = time(request.path("EndTime"));
        NavigableMap<Instant, Duration> asked = points.apply(
                        stat.at("/Metric/Dimensions/0/Value").asText(), end)
                .subMap(time(request.path("StartTime")), true, end, false);
        boolean newestFirst =
                request.path("ScanBy").asText("TimestampDescending").equals("TimestampDescending");
        NavigableMap<Instant, Duration> ordered = newestFirst ? asked.descendingMap() : asked;
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator out = CBOR.getFactory().createGenerator(body)) {
            out.writeStartObject();
            out.writeArrayFieldStart("MetricDataResults");
            out.writeStartObject();
            out.writeStringField("Id", request.at("/MetricDataQueries/0/Id").asText());
            out.writeStringField("StatusCode", statusCode);
            out.writeArrayFieldStart("Timestamps");
            for (Instant at : ordered.keySet()) {
                ((CBORGenerator) out).writeTag(EPOCH_TAG);
                out.writeNumber(at.toEpochMilli() / 1000.0);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("Values");
            for (Duration age : ordered.values()) {
                out.writeNumber((double) age.toMillis());
            }
            out.writeEndArray();
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
        }
        return body.toByteArray();
    }

    private static Instant time(JsonNode epochSeconds) {
        return Instant.ofEpochMilli(Math.round(epochSeconds.asDouble() * 1000));
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
