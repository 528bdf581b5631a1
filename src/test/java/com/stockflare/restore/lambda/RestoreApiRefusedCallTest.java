package com.stockflare.restore.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls that the API makes no sense of, and a function that cannot take any. */
@Tag("slow")
class RestoreApiRefusedCallTest extends RestoreApiBench {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|/restores|[]|400|INVALID_REQUEST",
                "POST|/restores|{\"a\"|400|INVALID_REQUEST",
                "GET|/||404|NOT_FOUND",
                "GET|/tables||404|NOT_FOUND",
                "POST|/restores/x/stop||404|NOT_FOUND",
                "POST|/restores/x/pause/now||404|NOT_FOUND",
                "GET|/restores/unknown||404|NOT_FOUND",
                "POST|/restores/unknown/pause||404|NOT_FOUND",
                "POST|/restores/unknown/resume||404|NOT_FOUND",
                "POST|/restores/unknown/cancel||404|NOT_FOUND",
                "PATCH|/restores/unknown|{\"rate\":1}|404|NOT_FOUND",
                "PATCH|/restores/unknown|{}|400|INVALID_REQUEST",
                "PATCH|/restores/unknown|{\"rate\":0}|400|INVALID_REQUEST",
                "PATCH|/restores/unknown|{\"rate\":1,\"x\":1}|400|INVALID_REQUEST",
                "POST|/restores/unknown/pause|{\"x\":1}|400|INVALID_REQUEST",
                "GET|/restores?limit=0||400|INVALID_REQUEST",
                "GET|/restores?limit=101||400|INVALID_REQUEST",
                "GET|/restores?limit=x||400|INVALID_REQUEST",
                "GET|/restores?status=DONE||400|INVALID_REQUEST",
                "GET|/restores?next=x||400|INVALID_REQUEST",
                "GET|/restores?next=soon/x||400|INVALID_REQUEST",
                "GET|/restores?next=2026-01-01T00:00:00Z/a_b||400|INVALID_REQUEST",
                "GET|/restores?sort=up||400|INVALID_REQUEST"
            })
    void call_senseless_isAProblemInPlainWords(String method, String path, String body, int status, String code) {
        Answer refused = call(method, path, body);

        assertEquals(status, refused.status(), refused.json()::toString);
        assertEquals(code, refused.text("code"));
        assertEquals(status, refused.json().path("status").asInt());
        assertEquals(path.replaceFirst("\\?.*", ""), refused.text("instance"));
        assertEquals(
                "application/problem+json",
                refused.http().headers().firstValue("content-type").orElseThrow());
        assertFalse(refused.text("detail").contains("Exception"), refused.text("detail"));
    }

    @ParameterizedTest
    @CsvSource({"/restores, 'GET, POST'", "/restores/x, 'GET, PATCH'", "/restores/x/pause, POST"})
    void call_wrongMethod_isToldWhichThereAre(String path, String those) {
        Answer refused = call("DELETE", path, null);

        assertEquals(405, refused.status());
        assertEquals("METHOD_NOT_ALLOWED", refused.text("code"));
        assertEquals(those, refused.http().headers().firstValue("allow").orElse("none"));
        assertEquals("There is no DELETE " + path + ", only " + those.replace(", ", " and "), refused.text("detail"));
    }

    /** DynamoDB would refuse a key of such a length, which is no fault of the ledger. */
    @ParameterizedTest
    @CsvSource({"GET, ''", "PATCH, ''", "POST, /pause", "POST, /resume", "POST, /cancel"})
    void call_idThatNoRestoreCanHave_isNotFoundInAFewWords(String method, String what) {
        for (String id : List.of("x".repeat(3_000), "a_b")) {
            Answer refused = call(method, "/restores/" + id + what, method.equals("PATCH") ? "{\"rate\":1}" : null);

            assertEquals(404, refused.status(), refused.json()::toString);
            assertEquals("NOT_FOUND", refused.text("code"));
            assertTrue(refused.http().body().length() < 500, refused.http()::body);
        }
    }

    @Test
    void call_longPathThatIsNone_isNotFoundInAFewWords() {
        Answer refused = call("GET", "/" + "x".repeat(3_000), null);

        assertEquals(404, refused.status());
        assertEquals("/" + "x".repeat(99) + "…", refused.text("instance"));
        assertTrue(refused.http().body().length() < 500, refused.http()::body);
    }

    @Test
    void list_nextLongerThanAnyKey_isRefused() {
        String next = "2026-01-01T00:00:00Z/" + "x".repeat(3_000);

        assertEquals(400, call("GET", "/restores?next=" + next, null).status());
    }

    @Test
    void handleRequest_noCallOfAnHttpApi_fails() {
        for (String event : List.of("{}", "[]", "{", "{\"table\":\"Rates\"}")) {
            FailedInvocation e = assertThrows(FailedInvocation.class, () -> invoke(event));
            assertTrue(e.getMessage().startsWith("INVALID_REQUEST: The event is not"), e.getMessage());
        }
    }

    @Test
    void new_environmentIncomplete_saysWhatIsMissing() {
        FailedInvocation e =
                assertThrows(FailedInvocation.class, () -> new RestoreApiHandler(Map.of("REJECTS_BUCKET", "b")));

        assertTrue(e.getMessage().contains("LEDGER_TABLE is not set"), e.getMessage());
        assertTrue(e.getMessage().contains("RESTORE_FUNCTION is not set"), e.getMessage());
    }
}
