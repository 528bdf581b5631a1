package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.tests.annotations.Event;
import com.amazonaws.services.lambda.runtime.tests.annotations.Events;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.lambda.RestoreEvent.Begin;
import com.stockflare.restore.lambda.RestoreEvent.GoOn;
import com.stockflare.restore.lambda.RestoreEvent.Ignored;
import com.stockflare.restore.lambda.RestoreEvent.Several;
import com.stockflare.restore.lambda.RestoreEvent.Watch;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RejectReason;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
    private static final String BUCKET = "restore-bucket";

    private final EventDecoder decoder = new EventDecoder(Settings.from(
            Map.of("REJECTS_BUCKET", "rejects", "LEDGER_TABLE", "ledger", "KINESIS_STREAM", "put-stream")));

    @ParameterizedTest
    @Events(
            events = {
                @Event("events/s3-notification-2.1.json"),
                @Event("events/s3-notification-2.3.json"),
                @Event("events/eventbridge-object-created.json")
            },
            type = Map.class)
    void decode_eventOfADroppedFile_beginsARestoreIntoItsTable(Map<String, Object> event) throws IOException {
        RestoreRequest request = begin(JobJson.MAPPER.writeValueAsString(event)).request();
        assertEquals("Rates", request.table());
        assertEquals(BUCKET, request.bucket());
        assertEquals("put-stream", request.stream());
        assertEquals(Decode.AUTO, request.decode());
        assertTrue(request.file().matches("restore/Rates/Rates.*T01:02:03\\+00:00\\.csv"), request::file);
    }

    /** Those of the other handlers are in the tests of these. */
    @Test
    void decode_everySampleEvent_isTaken() throws IOException {
        List<Path> samples;
        try (Stream<Path> files = Files.list(Path.of("events"))) {
            samples = files.filter(path -> !path.getFileName().toString().matches("(api|kinesis)-.*"))
                    .toList();
        }
        assertTrue(samples.size() > 5, samples::toString);
        for (Path sample : samples) {
            assertFalse(decode(Files.readString(sample)) instanceof Ignored, sample::toString);
        }
    }

    @Test
    void decode_s3Notification_takesKeyAndVersionAsTheyAre() throws IOException {
        RestoreRequest old = begin(file("s3-notification-2.1.json")).request();
        assertEquals("restore/Rates/Rates_2015-11-11T01:02:03+00:00.csv", old.file());
        assertEquals(null, old.versionId());
        RestoreRequest later = begin(file("s3-notification-2.3.json")).request();
        assertEquals("restore/Rates/Rates of March_2026-03-04T01:02:03+00:00.csv", later.file());
        assertEquals("3sL4kqtJlcpXroDTDmJ.rmSpXd3dIbrHY", later.versionId());
    }

    @Test
    void decode_eventBridgeEvent_takesKeyAndVersionAsTheyAre() throws IOException {
        RestoreRequest request = begin(file("eventbridge-object-created.json")).request();
        assertEquals("restore/Rates/Rates of March_2026-03-04T01:02:03+00:00.csv", request.file());
        assertEquals("IYV3p45BT0ac8hjHg1houSdS1a.Mro8e", request.versionId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a+b c.csv",
                "100%.csv",
                "%2B.csv",
                "größe 名前 😀.csv",
                "quote\".csv",
                "2015-11-11T01:02:03+00:00",
                "x"
            })
    void decode_keysOfAllKinds_areTheSameFromS3AndEventBridge(String name) {
        String key = "restore/Rates/" + name;
        assertEquals(key, begin(s3Event(key, "1")).request().file());
        assertEquals(key, begin(eventBridge("Object Created", key)).request().file());
    }

    @ParameterizedTest
    @CsvSource({
        "restore/Rates/Rates_2015-11-11T01:02:03+00:00.csv, Rates",
        "restore/Rates/whatever, Rates",
        "restore/Rates/Other_2015-11-11T01:02:03+00:00.csv, Rates",
        "restore/Rates_2015-11-11T01:02:03+00:00.csv, Rates",
        "restore/my_table_2026-01-02T03:04:05.678Z.csv, my_table",
        "restore/a.b-c_2015-11-11T01:02:03+00:00.csv, a.b-c"
    })
    void decode_key_namesItsTable(String key, String table) {
        assertEquals(table, begin(s3Event(key, "1")).request().table());
    }

    @Test
    void decode_keyWhoseFolderIsNoTablesName_saysSo() {
        assertEquals(
                "table \"a b\" is not right: it must be 3 to 255 of a-z A-Z 0-9 _ . -",
                refusal(s3Event("restore/a b/x.csv", "1")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"restore/Rates.csv", "restore/Rates/2015/x.csv", "restore/_2015-11-11.csv", "restore//x.csv"})
    void decode_keyThatNamesNoTable_isOneClearError(String key) {
        String expected = "s3://" + BUCKET + "/" + key + " does not say which table it is for."
                + " Drop it at restore/<table>/<name>.csv";
        assertEquals(expected, refusal(s3Event(key, "1")));
        assertEquals(expected, refusal(eventBridge("Object Created", key)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore/", "restore/Rates/", "restored/Rates/x.csv", "Rates/x.csv", "rejects/1/0/0-9.csv"})
    void decode_folderOrKeyOutsideThePrefix_isIgnored(String key) {
        assertInstanceOf(Ignored.class, decode(s3Event(key, "1")));
        assertInstanceOf(Ignored.class, decode(eventBridge("Object Created", key)));
    }

    @Test
    void decode_whatCreatesNothing_isIgnored() {
        String dropped = s3Event("restore/Rates/x.csv", "1");
        assertInstanceOf(Ignored.class, decode(dropped.replace("ObjectCreated:Put", "ObjectRemoved:Delete")));
        assertInstanceOf(Ignored.class, decode(eventBridge("Object Deleted", "restore/Rates/x.csv")));
        assertInstanceOf(Ignored.class, decode("{\"Records\":[]}"));
        assertInstanceOf(
                Ignored.class,
                decode(
                        "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Time\":\"2014-10-13T15:57:02.089Z\","
                                + "\"Bucket\":\"b\",\"RequestId\":\"5582815E1AEA5ADF\",\"HostId\":\"8cLeGAmw098X5cv4Zkwcmo\"}"));
    }

    @Test
    void decode_severalFilesInOneNotification_givesEachAnEventOfItsOwn() {
        String three = records(record("restore/Rates/1.csv", "1"), record("restore/", "2"), record("restore/T", "3"));
        // A folder is none of them, and a key that names no table fails alone.
        Several several = assertInstanceOf(Several.class, decode(three));
        assertEquals(2, several.events().size());
        assertEquals(
                begin(s3Event("restore/Rates/1.csv", "1")),
                decode(several.events().get(0).toString()));
        assertTrue(refusal(several.events().get(1).toString()).contains("does not say which table"));
    }

    @Test
    void decode_oneFileAmongOtherRecords_beginsItsRestore() {
        String event = records(record("elsewhere/x.csv", "1"), record("restore/Rates/x.csv", "2"));
        assertEquals(begin(s3Event("restore/Rates/x.csv", "2")), decode(event));
    }

    @Test
    void decode_recordWithoutBucketOrKey_isOneClearError() {
        String fault = "The event tells of an object, but not its bucket and key";
        String whole = s3Event("restore/Rates/x.csv", "1");
        assertEquals(fault, refusal(whole.replace("\"name\"", "\"arn\"")));
        assertEquals(fault, refusal(whole.replace("\"key\"", "\"size\"")));
        assertEquals(fault, refusal(whole.replace("\"s3\"", "\"s4\"")));
        assertEquals(fault, refusal(eventBridge("Object Created", "")));
    }

    @Test
    void decode_keyThatIsNotUrlEncoded_isOneClearError() {
        assertEquals(
                "The event's key \"restore/Rates/%zz\" is not URL-encoded as S3 does it",
                refusal(s3Event("restore/Rates/x.csv", "1").replace("x.csv", "%zz")));
    }

    @Test
    void decode_recordsOfAnotherService_areRefusedAndNotPassedOver() throws IOException {
        assertEquals("The event's records are not from S3 but from \"aws:kinesis\"", refusal(file("kinesis-put.json")));
    }

    @Test
    void decode_directEvent_beginsWhatItSays() throws IOException {
        Begin begin = begin(file("direct.json"));
        assertEquals(
                new RestoreRequest(
                        "Rates",
                        "backups",
                        "Rates/Rates_2015-11-11T01:02:03+00:00.csv",
                        null,
                        "put-stream",
                        10,
                        Decode.AUTO),
                begin.request());
        assertEquals("request-1", begin.identity());
    }

    @Test
    void decode_dryRun_beginsOne() throws IOException {
        assertEquals(
                begin(file("direct.json")).request().file(),
                begin(file("dry-run.json")).request().file());
        assertTrue(begin(file("dry-run.json")).request().dryRun());
    }

    /** Of a dry run under way, whose findings go from hop to hop. */
    @Test
    void decode_continuationOfADryRun_isWhatWasWritten() throws IOException {
        RestoreJob job =
                assertInstanceOf(GoOn.class, decode(file("continuation.json"))).job();
        Findings findings = new Findings(
                1L << 40,
                900,
                5,
                10,
                List.of(new Findings.Rejected(RejectReason.NOT_CSV, 7, List.of(1L, 2L, 1L << 33))));
        RestoreJob dry = new RestoreJob(
                job.restoreId(),
                begin(file("dry-run.json")).request(),
                job.file(),
                job.range(),
                job.checkpoint().advance(job.checkpoint().offset(), Counts.NONE, findings));

        assertEquals(new GoOn(dry), decode(JobJson.write(dry).toString()));
    }

    @Test
    void decode_continuation_goesOnWhereItSays() throws IOException {
        GoOn goOn = assertInstanceOf(GoOn.class, decode(file("continuation.json")));
        assertEquals(
                new Checkpoint(0, 3, 104857600, new Counts(419428, 2, 0)),
                goOn.job().checkpoint());
        assertEquals("0d4f6c54-5c0c-3f0c-9a2d-6b5a4f0f8b11", goOn.job().restoreId());
        assertEquals(268435456, goOn.job().file().size());
        // What is written is what is read.
        assertEquals(goOn, decode(JobJson.write(goOn.job()).toString()));
        assertEquals(JobJson.MAPPER.readTree(file("continuation.json")), JobJson.MAPPER.readTree(written(goOn)));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void decode_continuationOfAnOlderFormat_meansTheSame(int format) throws IOException {
        assertEquals(
                decode(file("continuation.json")),
                decode(Files.readString(Path.of("src/test/resources/continuation-format-" + format + ".json"))));
    }

    @Test
    void decode_watchdog_looksAfterAll() throws IOException {
        assertEquals(new Watch(), decode(file("watchdog.json")));
        assertEquals("There is no action \"sleep\", only watchdog", refusal("{\"action\":\"sleep\"}"));
    }

    private static String written(GoOn goOn) {
        return JobJson.write(goOn.job()).toString();
    }

    @Test
    void decode_continuationWithAFieldOfALaterRelease_goesOn() throws IOException {
        String later = file("continuation.json").replace("\"segment\": 0,", "\"segment\": 0, \"lease\": \"x\",");
        assertEquals(decode(file("continuation.json")), decode(later));
    }

    @ParameterizedTest
    @ValueSource(strings = {"5", "0", "null", "\"x\""})
    void decode_continuationOfAnUnknownFormat_isRefused(String format) throws IOException {
        String event = file("continuation.json").replace("\"format\": 4", "\"format\": " + format);
        assertEquals(
                "The continuation's format " + format + " is not known to this release."
                        + " Deploy the release that wrote it, or a later one",
                refusal(event));
    }

    @ParameterizedTest
    @ValueSource(strings = {"restoreId", "request", "file", "range", "checkpoint"})
    void decode_continuationWithoutAField_isRefused(String name) throws IOException {
        String event = file("continuation.json").replaceFirst("\"" + name + "\"", "\"other\"");
        assertTrue(refusal(event).startsWith("The continuation is not as this service writes it"), event);
    }

    @Test
    void decode_continuationThatMakesNoSense_saysWhy() throws IOException {
        assertEquals(
                "The continuation is not as this service writes it: The checkpoint's offset 104857600 lies behind the end"
                        + " of s3://dynamodb-backups/Rates/Rates_2015-11-11T01:02:03+00:00.csv, which has 5 bytes",
                refusal(file("continuation.json").replace("268435456", "5")));
        assertEquals(
                "The continuation is not as this service writes it",
                refusal(file("continuation.json").replace("104857600", "-1")));
        assertEquals(
                "The continuation is not as this service writes it: restoreId is not right: it must be 1 to 64 letters,"
                        + " digits and hyphens",
                refusal(file("continuation.json").replace("0d4f6c54-", "0d4f6c54/")));
    }

    @Test
    void decode_sequencer_tellsARepeatedEventFromARepeatedUpload() {
        String first = begin(s3Event("restore/Rates/x.csv", "1")).identity();
        assertEquals(first, begin(s3Event("restore/Rates/x.csv", "1")).identity());
        assertNotEquals(first, begin(s3Event("restore/Rates/x.csv", "2")).identity());
        assertNotEquals(first, begin(s3Event("restore/Rates/y.csv", "1")).identity());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "\"text\"", "5", "null", ""})
    void decode_notAnObject_showsWhatADirectEventLooksLike(String event) {
        assertEquals(
                "The event is not a JSON object. A direct event looks like"
                        + " {\"table\":\"Rates\",\"file\":\"Rates/x.csv\"}",
                refusal(event));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {"{; 2", "{\"table\":Rates}; 10", "{} x; 4"})
    void decode_notJson_saysWhere(String event, int column) {
        assertEquals("The event is not JSON: line 1, column " + column, refusal(event));
    }

    private RestoreEvent decode(String event) {
        return decoder.decode(event.getBytes(UTF_8), "request-1");
    }

    private Begin begin(String event) {
        return assertInstanceOf(Begin.class, decode(event));
    }

    private String refusal(String event) {
        return assertThrows(InvalidRequestException.class, () -> decode(event)).getMessage();
    }

    private static String file(String name) throws IOException {
        return Files.readString(Path.of("events", name));
    }

    private static String s3Event(String key, String sequencer) {
        return records(record(key, sequencer));
    }

    private static String records(String... records) {
        return "{\"Records\":[" + String.join(",", records) + "]}";
    }

    private static String record(String key, String sequencer) {
        return """
                {"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put","s3":{
                "bucket":{"name":"%s"},"object":{"key":"%s","size":1,"sequencer":"%s"}}}
                """.formatted(BUCKET, URLEncoder.encode(key, UTF_8).replace("%2F", "/"), sequencer);
    }

    private static String eventBridge(String type, String key) {
        return JobJson.MAPPER
                .createObjectNode()
                .put("source", "aws.s3")
                .put("detail-type", type)
                .set(
                        "detail",
                        JobJson.MAPPER
                                .createObjectNode()
                                .<ObjectNode>set(
                                        "bucket",
                                        JobJson.MAPPER.createObjectNode().put("name", BUCKET))
                                .set("object", JobJson.MAPPER.createObjectNode().put("key", key)))
                .toString();
    }
}
