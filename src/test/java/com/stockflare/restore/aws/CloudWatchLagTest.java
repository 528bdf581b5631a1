package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.stockflare.restore.local.LocalCloudWatch;
import com.stockflare.restore.model.LagReading;
import com.stockflare.restore.model.LagReading.Behind;
import com.stockflare.restore.model.LagReading.NoReader;
import com.stockflare.restore.model.LagReading.Unknown;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;

class CloudWatchLagTest {
    private static final String STREAM = "put-stream";
    private static final Instant NOW = Instant.parse("2026-03-04T12:05:20Z");

    private final LocalCloudWatch cloudWatch = LocalCloudWatch.start();

    @AfterEach
    void stop() {
        cloudWatch.close();
    }

    private LagReading read() {
        return read(cloudWatch.endpoint());
    }

    private static LagReading read(URI endpoint) {
        try (SdkSettings settings = SdkSettings.cloudWatch(endpoint);
                CloudWatchClient client = settings.clients().cloudWatch()) {
            return new CloudWatchLag(() -> client, InstantSource.fixed(NOW)).read(STREAM);
        }
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-04T" + time + ":00Z");
    }

    @Test
    void read_severalMinutes_takesTheNewest() {
        cloudWatch.setPoints(
                STREAM,
                Map.of(
                        at("12:01"), Duration.ofHours(7),
                        at("12:03"), Duration.ofMillis(1_234),
                        at("12:02"), Duration.ofMinutes(5)));

        assertEquals(new Behind(Duration.ofMillis(1_234), at("12:03")), read());
    }

    @Test
    void read_minuteThatHasJustBegun_counts() {
        cloudWatch.setPoints(STREAM, Map.of(at("12:05"), Duration.ZERO, at("12:04"), Duration.ofMinutes(1)));

        assertEquals(new Behind(Duration.ZERO, at("12:05")), read());
    }

    @ParameterizedTest
    @CsvSource({"11:54, false", "11:55, true"})
    void read_lastReadLongAgo_countsForTenMinutes(String minute, boolean known) {
        cloudWatch.setPoints(STREAM, Map.of(at(minute), Duration.ZERO));

        assertEquals(known ? new Behind(Duration.ZERO, at(minute)) : new NoReader(), read());
    }

    @Test
    void read_onlyOtherStreamsAreRead_isNoReader() {
        cloudWatch.setPoints("other", Map.of(at("12:04"), Duration.ZERO));

        assertEquals(new NoReader(), read());
    }

    @ParameterizedTest
    @ValueSource(strings = {"InternalError", "PartialData"})
    void read_answerNotComplete_isUnknownAndNotNoReader(String statusCode) {
        cloudWatch.setStatusCode(statusCode);

        assertEquals(new Unknown("the service answered " + statusCode + "."), read());
    }

    @Test
    void read_ageAskedForAtEachCall_isOfThisMoment() {
        cloudWatch.setAge(stream -> stream.equals(STREAM) ? Duration.ofSeconds(90) : null);

        try (SdkSettings settings = SdkSettings.cloudWatch(cloudWatch.endpoint());
                CloudWatchClient client = settings.clients().cloudWatch()) {
            CloudWatchLag lag = new CloudWatchLag(() -> client, InstantSource.system());
            assertEquals(
                    Duration.ofSeconds(90),
                    assertInstanceOf(Behind.class, lag.read(STREAM)).age());
            assertEquals(new NoReader(), lag.read("other"));
        }
    }

    @Test
    void read_minuteHasBegunSinceTheCall_ageAskedForCounts() {
        cloudWatch.setAge(stream -> Duration.ofSeconds(90));

        assertEquals(new Behind(Duration.ofSeconds(90), at("12:06").minusMillis(1)), read());
    }

    @ParameterizedTest
    @CsvSource({"400, AccessDenied", "400, AccessDeniedException", "403, AccessDenied"})
    void read_denied_saysWhatToAllow(int status, String code) {
        assertEquals(
                "access is denied. Allow cloudwatch:GetMetricData, which takes only the resource *.",
                unknown(status, code));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            500 | InternalServiceFault | the service answered InternalServiceFault.
            400 | Throttling           | the service answered Throttling.
            403 | ExpiredToken         | the AWS credentials are not valid any more, or not for this account (ExpiredToken). Renew them.
            """)
    void read_refused_isOneClearLine(int status, String code, String expected) {
        assertEquals(expected, unknown(status, code));
    }

    /** What is said after one call. */
    private static String unknown(int status, String code) {
        int[] calls = {0};
        try (StubServer stub = StubServer.start(exchange -> {
            calls[0]++;
            Map<String, String> headers = Map.of(
                    "Content-Type", "application/cbor",
                    "smithy-protocol", "rpc-v2-cbor",
                    "x-amzn-query-error", code + ";Sender");
            StubServer.answer(exchange, status, headers, "");
        })) {
            String why = assertInstanceOf(Unknown.class, read(stub.endpoint())).why();
            Wording.assertClear(why);
            assertEquals(1, calls[0], "the next look is the next try");
            return why;
        }
    }

    @Test
    void read_nobodyAnswers_isUnknown() {
        cloudWatch.close();

        String why = assertInstanceOf(Unknown.class, read()).why();

        Wording.assertClear(why);
        assertEquals("the connection failed", why.replaceFirst(" \\(.*\\)\\.$", ""));
    }

    @Test
    void read_severalTimes_makesOneClient() {
        int[] made = {0};
        try (SdkSettings settings = SdkSettings.cloudWatch(cloudWatch.endpoint())) {
            CloudWatchLag lag = new CloudWatchLag(
                    () -> {
                        made[0]++;
                        return settings.clients().cloudWatch();
                    },
                    InstantSource.system());
            assertEquals(0, made[0]);
            lag.read(STREAM);
            lag.read(STREAM);
        }

        assertEquals(1, made[0]);
    }
}
