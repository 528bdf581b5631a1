package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Counts;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Flow;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Restores that are there already: steered, shown and listed over the API. */
@Tag("slow")
class RestoreApiSteerAndShowTest extends RestoreApiBench {
    @Test
    void pauseResumeCancel_takeEffectAndAreShown() {
        String id = started();

        Answer paused = call("POST", "/restores/" + id + "/pause", null);
        assertEquals(202, paused.status());
        assertEquals("PAUSED", paused.text("status"));
        work();
        assertEquals(List.of(), bench.payloads());

        assertEquals(
                "ACCEPTED", call("POST", "/restores/" + id + "/resume", "{}").text("status"));
        assertEquals(
                "CANCELLED", call("POST", "/restores/" + id + "/cancel", null).text("status"));
        assertEquals(409, call("POST", "/restores/" + id + "/pause", null).status());

        assertEquals(202, call("POST", "/restores/" + id + "/resume", null).status());
        work();
        assertEquals("COMPLETED", call("GET", "/restores/" + id, null).text("status"));
        assertEquals(2, bench.payloads().size());
        assertEquals(409, call("POST", "/restores/" + id + "/resume", null).status());
    }

    @Test
    void resume_fileIsGone_isNotFound() {
        bench.put("Rates/gone.csv", "{\"id\":{\"N\":\"1\"}}\n".getBytes(UTF_8));
        String id = call("POST", "/restores", "{\"table\":\"Rates\",\"file\":\"Rates/gone.csv\"}")
                .text("restoreId");
        call("POST", "/restores/" + id + "/cancel", null);
        bench.delete("Rates/gone.csv");

        Answer refused = call("POST", "/restores/" + id + "/resume", null);

        assertEquals(404, refused.status(), refused.json()::toString);
        assertEquals(List.of("file SOURCE_NOT_FOUND"), faults(refused));
        assertEquals("CANCELLED", call("GET", "/restores/" + id, null).text("status"));
    }

    @Test
    void patch_rate_isChangedAndTakenOff() {
        String id = started();

        assertEquals(
                70,
                call("PATCH", "/restores/" + id, "{\"rate\":70}")
                        .json()
                        .path("rate")
                        .asInt());
        assertTrue(call("PATCH", "/restores/" + id, "{\"rate\":null}")
                .json()
                .path("rate")
                .isMissingNode());
    }

    /** In the middle: two segments, of which one runs and one waits for the consumer, and some rows were rejected. */
    @Test
    void get_underWay_tellsHowFarAndHowFast() {
        String id = started();
        bench.ledger().request(id, Status.CANCELLED);
        RestoreState restore = bench.ledger().find(id).orElseThrow();
        SegmentState segment = restore.segment(0);
        SegmentState taken = bench.ledger()
                .take(id, segment, new Holding("h", 0, Duration.ofSeconds(15)))
                .orElseThrow();
        Checkpoint reached = new Checkpoint(0, 0, restore.file().size() / 2, new Counts(0, 1, 0));
        bench.ledger().write(id, "h", taken.renewedAt(reached, new Flow(7, 1, Duration.ofMinutes(3))));

        Answer shown = call("GET", "/restores/" + id, null);

        assertEquals("RUNNING", shown.text("status"));
        assertEquals("CANCELLED", shown.text("requested"));
        assertEquals(1, shown.json().path("rejected").asInt());
        assertEquals(50, shown.json().path("percent").asDouble());
        assertEquals(1, shown.json().path("rowsPerSecond").asInt());
        assertEquals(1, shown.json().path("secondsLeft").asInt());
        assertEquals(7, shown.json().path("throttled").asInt());
        assertEquals(180, shown.json().path("consumerLagSeconds").asInt());
        assertEquals("s3://restore-bucket/rejects/" + id + "/", shown.text("rejectsAt"));
        assertEquals("RUNNING", shown.json().at("/segments/0/status").asText());

        Instant wakeAt = Instant.parse("2026-01-01T00:00:00Z");
        bench.ledger().request(id, Status.RUNNING);
        bench.ledger().write(id, "h", taken.renewedAt(reached).released(reached, wakeAt));
        Answer held = call("GET", "/restores/" + id, null);
        assertEquals("HELD", held.text("status"));
        assertEquals("HELD", held.json().at("/segments/0/status").asText());
        assertEquals(wakeAt.toString(), held.json().at("/segments/0/wakeAt").asText());

        bench.ledger().end(id, Ending.failed(new Failure("STREAM_DENIED", "Denied."), wakeAt));
        Answer failed = call("GET", "/restores/" + id, null);
        assertEquals("FAILED", failed.text("status"));
        assertEquals("STREAM_DENIED", failed.json().at("/reason/code").asText());
        assertEquals("STOPPED", failed.json().at("/segments/0/status").asText());
        assertEquals(0, failed.json().path("rowsPerSecond").asInt());
    }

    @Test
    void list_pagesAndFilters_findTheRightOnes() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            String file = "restore/Rates/list-" + i + UUID.randomUUID() + ".csv";
            bench.put(file, "{\"id\":{\"N\":\"1\"}}\n".getBytes(UTF_8));
            ids.add(0, call("POST", "/restores", startRequest(file)).text("restoreId"));
        }
        call("POST", "/restores/" + ids.get(1) + "/cancel", null);

        Answer first = call("GET", "/restores?limit=2", null);
        Answer second =
                call("GET", "/restores?limit=2&next=" + java.net.URLEncoder.encode(first.text("next"), UTF_8), null);
        assertEquals(ids.subList(0, 2), listed(first));
        assertEquals(ids.get(2), listed(second).get(0));
        assertEquals(
                ids.get(1),
                listed(call("GET", "/restores?status=CANCELLED&limit=1", null)).get(0));
        assertEquals(List.of(), listed(call("GET", "/restores?table=Other", null)));
        assertTrue(listed(call("GET", "/restores?table=Rates", null)).containsAll(ids));
    }

    private static List<String> listed(Answer answer) {
        return StreamSupport.stream(answer.json().path("restores").spliterator(), false)
                .map(restore -> restore.path("restoreId").asText())
                .toList();
    }
}
