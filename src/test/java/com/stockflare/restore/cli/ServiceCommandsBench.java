package com.stockflare.restore.cli;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;

/** The commands for the deployed service, in processes of their own, against a scripted one. */
abstract class ServiceCommandsBench {
    static final String ID = "4f5c0c3a-0000-4000-8000-000000000000";

    /** Longer than any terminal is wide. */
    static final String WHY = "Because. ".repeat(30).strip();

    static final String REJECTS_AT = "s3://" + "bucket-".repeat(8) + "/rejects/" + ID + "/" + "0".repeat(60);

    @TempDir
    Path folder;

    private final AtomicInteger looks = new AtomicInteger();

    /** As the API shows it, with two segments; ended with the last of so many looks. */
    static String restore(int look, int looks, String end) {
        boolean over = look >= looks;
        int percent = 100 * look / looks;
        String segment = "{\"segment\":%d,\"from\":0,\"to\":100,\"offset\":1,\"percent\":" + percent + ",\"status\":\""
                + (over ? "DONE" : "RUNNING") + "\",\"hop\":1,\"rows\":1,\"rowsPerSecond\":70}";
        return "{\"restoreId\":\"" + ID + "\",\"status\":\"" + (over ? end : "RUNNING") + "\",\"dryRun\":false,"
                + "\"table\":\"Ra\\u001b[31mtes\",\"bucket\":\"b\",\"file\":\"f.csv\",\"createdAt\":\"2026-01-01T00:00:00.123Z\","
                + (over ? "\"endedAt\":\"2026-01-01T00:01:00Z\"," : "")
                + (end.equals("FAILED") && over
                        ? "\"reason\":{\"code\":\"STREAM_DENIED\",\"detail\":\"" + WHY + "\"},"
                        : "")
                + (end.equals("FAILED") ? "\"rejectsAt\":\"" + REJECTS_AT + "\"," : "")
                + "\"drained\":" + over + ",\"rows\":" + 1_000 * look + ",\"sent\":" + 1_000 * look
                + ",\"rejected\":0,\"blank\":0,\"percent\":" + percent
                + ",\"rowsPerSecond\":1234,\"averageRowsPerSecond\":1000,\"secondsLeft\":3661,\"throttled\":7,"
                + "\"consumerLagSeconds\":2,\"segments\":["
                + String.format(segment, 0) + "," + String.format(segment, 1) + "]}";
    }

    StubApi service(int needed, String end) {
        return new StubApi(event -> StubApi.answer(
                event.at("/requestContext/http/method").asText().equals("POST") ? 202 : 200,
                restore(looks.incrementAndGet(), needed, end)));
    }

    Ended run(StubApi api, String... words) {
        return CommandLineProcess.run(folder, api.environment(), words);
    }
}
