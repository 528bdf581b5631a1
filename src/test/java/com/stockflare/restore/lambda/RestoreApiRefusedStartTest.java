package com.stockflare.restore.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.local.S3Fault;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What keeps a restore from being begun over the API. */
@Tag("slow")
class RestoreApiRefusedStartTest extends RestoreApiBench {
    @Test
    void start_manyFaults_areAllToldAtOnce() {
        String body =
                "{\"table\":\"No\",\"file\":\"missing.csv\",\"stream\":\"no-such-stream\",\"rate\":0,\"nonsense\":1}";

        Answer refused = call("POST", "/restores", body);

        assertEquals(400, refused.status());
        assertEquals(
                List.of(
                        "nonsense INVALID_REQUEST",
                        "rate INVALID_REQUEST",
                        "table INVALID_REQUEST",
                        "file SOURCE_NOT_FOUND",
                        "stream STREAM_NOT_FOUND"),
                faults(refused));
        assertEquals(List.of(), bench.invoked());
    }

    @Test
    void start_tableThatMayNotBeRestoredInto_isRefusedBesideTheOtherFaults() {
        handler = bench.api(Map.of("RESTORE_TABLES", "Prices,Quotes-*"));

        Answer refused = call("POST", "/restores", startRequest().replace("{", "{\"rate\":0,"));

        assertEquals(400, refused.status());
        assertEquals(List.of("rate INVALID_REQUEST", "table TABLE_NOT_ALLOWED"), faults(refused));
        assertEquals(List.of(), bench.invoked());
    }

    @Test
    void start_nothingIsThere_isNotFound() {
        String body = "{\"table\":\"Missing\",\"file\":\"missing.csv\",\"stream\":\"no-such-stream\"}";

        Answer refused = call("POST", "/restores", body);

        assertEquals(404, refused.status());
        assertEquals(
                List.of("file SOURCE_NOT_FOUND", "stream STREAM_NOT_FOUND", "table TABLE_NOT_FOUND"), faults(refused));
        assertTrue(
                refused.text("detail")
                        .matches("There is no object .*/\"; There is no stream .* again; There is no table .* only"),
                refused.text("detail"));
    }

    /** Each with what else is wrong: what is wrong for good is told, and not what may pass. */
    @ParameterizedTest
    @CsvSource({
        "'{', 503, UNAVAILABLE, ''",
        "'{\"stream\":\"no-such-stream\",', 404, NOT_FOUND, stream STREAM_NOT_FOUND",
        "'{\"rate\":0,', 400, INVALID_REQUEST, rate INVALID_REQUEST"
    })
    void start_s3FailsForAMoment_isNoFaultOfTheRequest(String beginning, int status, String code, String faults) {
        bench.failS3(S3Fault.status(503, "SlowDown"));
        try {
            Answer refused = call("POST", "/restores", startRequest().replace("{", beginning));

            assertEquals(status, refused.status(), refused.json()::toString);
            assertEquals(code, refused.text("code"));
            assertEquals(faults, String.join(", ", faults(refused)));
        } finally {
            bench.failS3(S3Fault.none());
        }
        assertEquals(List.of(), bench.invoked());
    }

    @Test
    void start_nothingGiven_asksForAllOfIt() {
        Answer refused = call("POST", "/restores", null);

        assertEquals(400, refused.status());
        assertEquals(List.of("table INVALID_REQUEST", "file INVALID_REQUEST"), faults(refused));
    }

    @Test
    void start_sameFileIsRunning_isAConflictUnlessForced() {
        String id = started();

        Answer again = call("POST", "/restores", startRequest());
        assertEquals(409, again.status());
        assertEquals("ALREADY_RUNNING", again.text("code"));
        assertEquals(id, again.text("restoreId"));

        Answer forced = call("POST", "/restores", startRequest().replace("{", "{\"force\":true,"));
        assertEquals(202, forced.status());
        assertFalse(forced.text("restoreId").equals(id));
    }

    @Test
    void start_bodyOver64KiB_isRefused() {
        Answer refused = call("POST", "/restores", "{\"file\":\"" + "x".repeat(64 << 10) + "\"}");

        assertEquals(413, refused.status());
        assertEquals("TOO_LARGE", refused.text("code"));
    }
}
