package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

@Tag("slow")
class LocalS3Test {

    private static final String KEY = "Rates/Rates_2015-11-11T01:02:03+00:00 a.csv";

    private static LocalS3 local;
    private static S3Client s3;

    @BeforeAll
    static void start() {
        local = LocalS3.start();
        s3 = client(LocalS3.SECRET_KEY);
        local.createBucket("plain");
        local.createVersionedBucket("versioned");
        put("plain", KEY, "0123456789");
        put("versioned", KEY, "0123456789");
    }

    @AfterAll
    static void stop() {
        s3.close();
        local.close();
    }

    @AfterEach
    void behave() {
        local.onCall(call -> S3Fault.none());
    }

    @Test
    void head_object_tellsSizeAndETag() {
        HeadObjectResponse head = s3.headObject(b -> b.bucket("plain").key(KEY));
        assertEquals(10, head.contentLength());
        assertEquals("\"781e5e245d69b566979b86e28d23f2c7\"", head.eTag());
        assertNull(head.versionId());
    }

    @Test
    void get_versionOverwritten_returnsThatVersion() {
        put("versioned", "twice", "old");
        String old = s3.headObject(b -> b.bucket("versioned").key("twice")).versionId();
        put("versioned", "twice", "new");
        assertNotNull(old);
        assertEquals(
                "old",
                s3.getObjectAsBytes(b -> b.bucket("versioned").key("twice").versionId(old))
                        .asUtf8String());
    }

    @Test
    void get_range_returnsThoseBytes() {
        assertEquals("234", get("plain", KEY, "bytes=2-4"));
        assertEquals("89", get("plain", KEY, "bytes=8-99"));
    }

    @Test
    void get_rangePastTheEnd_is416() {
        assertEquals(416, statusOf(() -> get("plain", KEY, "bytes=10-20")));
        put("plain", "empty", "");
        assertEquals(416, statusOf(() -> get("plain", "empty", "bytes=0-9")));
    }

    @Test
    void get_otherETag_is412() {
        assertEquals(
                412,
                statusOf(() ->
                        s3.getObjectAsBytes(b -> b.bucket("plain").key(KEY).ifMatch("\"other\""))));
    }

    @Test
    void put_ifNoneMatch_refusesASecondTime() {
        Runnable put =
                () -> s3.putObject(b -> b.bucket("plain").key("once").ifNoneMatch("*"), RequestBody.fromString("a"));
        put.run();
        assertEquals(412, statusOf(put));
    }

    @Test
    void get_nothingThere_is404() {
        assertThrows(NoSuchKeyException.class, () -> get("plain", "none", null));
        assertThrows(NoSuchBucketException.class, () -> get("nobucket", "none", null));
    }

    @Test
    void get_wrongSecretKey_is403() {
        try (S3Client stranger = client("wrong")) {
            assertEquals(
                    403,
                    statusOf(() ->
                            stranger.getObjectAsBytes(b -> b.bucket("plain").key(KEY))));
        }
    }

    @Test
    void calls_get_recordsOneCallWithItsConditions() {
        int before = local.calls().size();
        String eTag = s3.headObject(b -> b.bucket("plain").key(KEY)).eTag();
        s3.getObjectAsBytes(b -> b.bucket("plain").key(KEY).range("bytes=0-1").ifMatch(eTag));
        List<S3Call> calls = local.calls().subList(before, local.calls().size());
        assertEquals(
                List.of(
                        new S3Call(before + 1, "HEAD", "plain", KEY, null, null, null),
                        new S3Call(before + 2, "GET", "plain", KEY, "bytes=0-1", eTag, null)),
                calls);
    }

    @ParameterizedTest
    @ValueSource(ints = {403, 500, 503})
    void status_scripted_reachesTheClient(int status) {
        local.onCall(call -> S3Fault.status(status, "Scripted"));
        S3Exception e = assertThrows(S3Exception.class, () -> get("plain", KEY, null));
        assertEquals(status, e.statusCode());
        assertEquals("Scripted", e.awsErrorDetails().errorCode());
        assertEquals(status, statusOf(() -> s3.headObject(b -> b.bucket("plain").key(KEY))));
        assertEquals(status, statusOf(() -> put("plain", "unwritten", "a")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 32_767, 32_768, 100_001})
    void cutAfter_bytes_breaksTheBodyThere(int bytes) {
        put("plain", "long", "x".repeat(200_000));
        local.onCall(call -> S3Fault.cutAfter(bytes));
        var body = s3.getObject(b -> b.bucket("plain").key("long"));
        int got = 0;
        try {
            while (body.read() >= 0) {
                got++;
            }
            got = -1;
        } catch (IOException expected) {
            body.abort();
        }
        assertEquals(bytes, got);
    }

    @Test
    void heldUntil_released_answersOnlyThen() throws InterruptedException {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        local.onCall(call -> {
            arrived.countDown();
            return S3Fault.heldUntil(released);
        });
        CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> get("plain", KEY, null));
        arrived.await();
        assertFalse(answer.isDone());
        released.countDown();
        assertEquals("0123456789", answer.join());
    }

    private static int statusOf(Runnable request) {
        return assertThrows(S3Exception.class, request::run).statusCode();
    }

    private static void put(String bucket, String key, String content) {
        s3.putObject(b -> b.bucket(bucket).key(key), RequestBody.fromString(content, UTF_8));
    }

    private static String get(String bucket, String key, String range) {
        return s3.getObjectAsBytes(b -> b.bucket(bucket).key(key).range(range)).asUtf8String();
    }

    private static S3Client client(String secretKey) {
        return S3Client.builder()
                .endpointOverride(local.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create(LocalS3.ACCESS_KEY, secretKey)))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }
}
