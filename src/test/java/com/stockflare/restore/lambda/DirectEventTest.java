package com.stockflare.restore.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DirectEventTest {
    private static final String RATES = "\"table\":\"Rates\",\"file\":\"Rates/x.csv\"";

    private final Settings settings = Settings.from(Map.of(
            "REJECTS_BUCKET", "rejects",
            "LEDGER_TABLE", "ledger",
            "BACKUP_FILE_BUCKET", "backups",
            "KINESIS_STREAM", "put-stream"));

    @Test
    void read_onlyTableAndFile_takesTheRestFromTheEnvironment() {
        assertEquals(
                new RestoreRequest("Rates", "backups", "Rates/x.csv", null, "put-stream", 0, Decode.AUTO),
                read("{" + RATES + "}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "\"\"", "\" \""})
    void read_emptyFields_countAsLeftOut(String empty) {
        assertEquals(
                read("{" + RATES + "}"),
                read("{" + RATES + ",\"bucket\":" + empty + ",\"stream\":" + empty + ",\"partitions\":" + empty
                        + ",\"decode\":" + empty + "}"));
    }

    @ParameterizedTest
    @CsvSource({"auto, AUTO", "base64, BASE64", "none, NONE", "BASE64, BASE64"})
    void read_decode_isTakenByItsName(String name, Decode decode) {
        assertEquals(decode, read("{" + RATES + ",\"decode\":\"" + name + "\"}").decode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"segments\":\"auto\"",
                "\"dryRun\":false",
                "\"force\":false",
                "\"rate\":null",
                "\"maxRejects\":null"
            })
    void read_promisedFieldWithWhatItMeansAlready_isTaken(String field) {
        assertEquals(read("{" + RATES + "}"), read("{" + RATES + "," + field + "}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "\"segments\":99; segments is not right: it must be a number from 1 to 98, or \"auto\"",
                "\"segments\":\"many\"; segments is not right: it must be a number from 1 to 98, or \"auto\"",
                "\"dryRun\":1; dryRun is not right: it must be true or false",
                "\"force\":1; force is not right: it must be true or false",
                "\"maxRejects\":\"5 %\"; maxRejects is not right: it must be a number of rows, or a percentage such as \"5%\"",
                "\"rate\":0; rate is not right: it must be a number from 1 to 10000000",
                "\"partitions\":0; partitions is not right: it must be a number from 1 to 100000",
                "\"partitions\":5.5; partitions is not right: it must be a number from 1 to 100000",
                "\"partitions\":\"10\"; partitions is not right: it must be a number from 1 to 100000",
                "\"partitions\":99999999999; partitions is not right: it must be a number from 1 to 100000",
                "\"partitions\":100001; partitions is not right: it must be a number from 1 to 100000",
                "\"decode\":\"gzip\"; decode \"gzip\" is not right: it must be auto, base64 or none",
                "\"stream\":12; stream is not text",
                "\"Table\":\"x\"; \"Table\" is no field of this request: it has table, file, bucket, stream, partitions, decode, segments, rate, maxRejects, ignoreLag, dryRun and force"
            })
    void read_oneFault_isSaid(String field, String fault) {
        assertEquals(fault, refusal("{" + RATES + "," + field + "}"));
    }

    @Test
    void read_segmentsAndRate_areTaken() {
        RestoreRequest request = read("{" + RATES + ",\"segments\":8,\"rate\":2500}");
        assertEquals(8, request.segments());
        assertEquals(2500, request.rate());
    }

    @Test
    void read_segmentsWithoutALedger_areRefused() throws JsonProcessingException {
        Settings bare = Settings.from(Map.of(
                "REJECTS_BUCKET", "rejects",
                "AWS_SAM_LOCAL", "true",
                "BACKUP_FILE_BUCKET", "backups",
                "KINESIS_STREAM", "put-stream"));
        JsonNode event = JobJson.MAPPER.readTree("{" + RATES + ",\"segments\":2}");
        InvalidRequestException refused =
                assertThrows(InvalidRequestException.class, () -> DirectEvent.read(event, bare, "r"));
        assertEquals(
                "segments are not possible without a ledger, which knows who works on which: leave them out",
                refused.getMessage());
    }

    @Test
    void read_manyFaults_areSaidAllAtOnce() {
        assertEquals(
                List.of(
                        "\"tabel\" is no field of this request: it has table, file, bucket, stream, partitions, decode, segments, rate, maxRejects, ignoreLag, dryRun and force",
                        "bucket is not text",
                        "partitions is not right: it must be a number from 1 to 100000",
                        "decode \"zip\" is not right: it must be auto, base64 or none",
                        "table is missing: it must be 3 to 255 of a-z A-Z 0-9 _ . -",
                        "file \"x/\" is not right: it must be an S3 key of 1 to 1,024 bytes that does not end in /"),
                List.of(refusal(
                                "{\"tabel\":\"Rates\",\"file\":\"x/\",\"bucket\":1234,\"partitions\":-1,\"decode\":\"zip\"}")
                        .split("; ")));
    }

    @Test
    void read_noDefaults_asksForBucketAndStream() throws JsonProcessingException {
        Settings bare = Settings.from(Map.of("REJECTS_BUCKET", "rejects", "LEDGER_TABLE", "ledger"));
        InvalidRequestException refused = assertThrows(
                InvalidRequestException.class,
                () -> DirectEvent.read(JobJson.MAPPER.readTree("{" + RATES + "}"), bare, "r"));
        assertEquals(
                "bucket is missing: it must be an S3 bucket's name;"
                        + " stream is missing: it must be a stream's name, 1 to 128 of a-z A-Z 0-9 _ . -",
                refused.getMessage());
    }

    private String refusal(String event) {
        return assertThrows(InvalidRequestException.class, () -> read(event)).getMessage();
    }

    private RestoreRequest read(String event) {
        try {
            return DirectEvent.read(JobJson.MAPPER.readTree(event), settings, "r")
                    .request();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
