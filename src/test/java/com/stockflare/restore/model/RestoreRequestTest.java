package com.stockflare.restore.model;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RestoreRequestTest {
    private static final String KEY = "Rates/Rates_2015-11-11T01:02:03+00:00.csv";

    /** Only a dry run of a file on this machine can do without. */
    @Test
    void new_emptyTableAndStream_areAllowedForALocalDryRunOnly() {
        RestoreRequest dry = nameless("", true);

        assertEquals("", dry.table());
        assertEquals("", dry.stream());
        assertThrows(InvalidRequestException.class, () -> nameless("", false));
        assertThrows(InvalidRequestException.class, () -> nameless("backups", true));
    }

    private static RestoreRequest nameless(String bucket, boolean dryRun) {
        return new RestoreRequest("", bucket, "a.csv", null, "", 0, Decode.AUTO, MaxRejects.NONE, false, 0, 0, dryRun);
    }

    private static RestoreRequest request(String table, String bucket, String file, String stream, int partitions) {
        return new RestoreRequest(table, bucket, file, null, stream, partitions, Decode.AUTO);
    }

    private static String refusal(Executable making) {
        InvalidRequestException e = assertThrows(InvalidRequestException.class, making);
        assertEquals("INVALID_REQUEST", e.code());
        assertFalse(e.isRetryable());
        return e.getMessage();
    }

    @Test
    void new_everythingWrong_allFaultsInOneMessage() {
        String message = refusal(() -> new RestoreRequest("ab", "B", "", null, "", -1, null));
        assertEquals(
                "table \"ab\" is not right: it must be 3 to 255 of a-z A-Z 0-9 _ . -; "
                        + "bucket \"B\" is not right: it must be an S3 bucket's name; "
                        + "file \"\" is not right: it must be an S3 key of 1 to 1,024 bytes that does not end in /; "
                        + "stream \"\" is not right: it must be a stream's name, 1 to 128 of a-z A-Z 0-9 _ . -; "
                        + "partitions \"-1\" is not right: it must be 1 to 100,000, or 0 for one a shard; "
                        + "decode is missing: it must be auto, base64 or none",
                message);
    }

    @Test
    void new_nothingGiven_saysThatItIsMissing() {
        String message = refusal(() -> request(null, null, null, null, 0));
        assertAll(List.of("table", "bucket", "file", "stream").stream()
                .map(name -> () -> assertTrue(message.contains(name + " is missing: "), name + " in: " + message)));
        assertFalse(message.contains("partitions"), message);
    }

    @Test
    void new_oneFault_namesNoOther() {
        String message = refusal(() -> request("Rates", "backups", "Rates/", "put-stream", 10));
        assertTrue(message.startsWith("file \"Rates/\" is not right"), message);
        assertFalse(message.contains(";"), message);
    }

    static Stream<String> goodTables() {
        return Stream.of("abc", "a.b", "A_-", "x".repeat(255));
    }

    @ParameterizedTest
    @MethodSource("goodTables")
    void new_tableOfDynamoDbsRule_taken(String table) {
        assertEquals(table, request(table, "backups", KEY, "s", 0).table());
    }

    static Stream<String> badTables() {
        return Stream.of("", "ab", "x".repeat(256), "a b c", "tablé", "abc\n", "\"quoted\"");
    }

    @ParameterizedTest
    @MethodSource("badTables")
    void new_tableAgainstTheRule_refused(String table) {
        assertTrue(refusal(() -> request(table, "backups", KEY, "s", 0)).startsWith("table "));
    }

    static Stream<String> goodBuckets() {
        return Stream.of("", "abc", "1.2-3", "b".repeat(63));
    }

    @ParameterizedTest
    @MethodSource("goodBuckets")
    void new_bucketOrNoneForALocalFile_taken(String bucket) {
        assertEquals(bucket, request("Rates", bucket, KEY, "s", 0).bucket());
    }

    static Stream<String> badBuckets() {
        return Stream.of("ab", "b".repeat(64), "-ab", "ab-", ".ab", "Backups", "my_bucket", "arn:aws:s3:::backups");
    }

    @ParameterizedTest
    @MethodSource("badBuckets")
    void new_noBucketsName_refused(String bucket) {
        assertTrue(refusal(() -> request("Rates", bucket, KEY, "s", 0)).startsWith("bucket "));
    }

    @Test
    void new_keyOf1024Bytes_taken() {
        String key = "é".repeat(512);
        assertEquals(key, request("Rates", "backups", key, "s", 0).file());
    }

    @Test
    void new_keyOf1025Bytes_refused() {
        String key = "é".repeat(512) + "x";
        assertTrue(refusal(() -> request("Rates", "backups", key, "s", 0)).startsWith("file "));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, RestoreRequest.MAX_PARTITIONS})
    void new_partitionsWithinBounds_taken(int partitions) {
        assertEquals(
                partitions, request("Rates", "backups", KEY, "s", partitions).partitions());
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, RestoreRequest.MAX_PARTITIONS + 1})
    void new_partitionsOutOfBounds_refused(int partitions) {
        assertTrue(
                refusal(() -> request("Rates", "backups", KEY, "s", partitions)).startsWith("partitions "));
    }

    @Test
    void new_streamOf128_takenAndOf129_refused() {
        assertEquals(
                128,
                request("Rates", "backups", KEY, "s".repeat(128), 0).stream().length());
        assertTrue(refusal(() -> request("Rates", "backups", KEY, "s".repeat(129), 0))
                .startsWith("stream "));
    }

    @Test
    void fileUri_inABucketOrOnThisMachine_asAPersonWritesIt() {
        assertEquals(
                "s3://backups/" + KEY, request("Rates", "backups", KEY, "s", 0).fileUri());
        assertEquals("file:dir/a.csv", request("Rates", "", "dir/a.csv", "s", 0).fileUri());
    }
}
