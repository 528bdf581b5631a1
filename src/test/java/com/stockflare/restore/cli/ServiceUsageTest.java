package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The help of the service's commands, and what they say of a wrong use. */
@Tag("slow")
class ServiceUsageTest extends ServiceCommandsBench {
    /** As in the foreground: what is found wrong is no wrong usage. */
    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST,INVALID_REQUEST,2",
        "INVALID_REQUEST,SOURCE_DENIED,1",
        "STREAM_DENIED,TABLE_NOT_FOUND,1"
    })
    void start_manyFaults_areALineEachAndUsageIfAllAreTheRequestsOwn(String one, String other, int status) {
        String problem = "{\"detail\":\"a; b\",\"faults\":[{\"code\":\"" + one
                + "\",\"detail\":\"No this.\"},{\"code\":\"" + other + "\",\"detail\":\"No that.\"}]}";
        try (StubApi api = new StubApi(event -> StubApi.answer(400, problem))) {
            Ended ended = run(api, "start", "--function", StubApi.FUNCTION, "-t", "T-1", "-f", "f");

            assertEquals(status, ended.status());
            assertEquals("dynamodb-restore: No this.\ndynamodb-restore: No that.\n", ended.err());
            assertEquals("", ended.out());
        }
    }

    @Test
    void start_tooLong_isUsage() {
        try (StubApi api = new StubApi(event -> StubApi.answer(413, "{\"detail\":\"Too long.\"}"))) {
            Ended ended = run(api, "start", "--function", StubApi.FUNCTION, "-t", "T-1", "-f", "f");

            assertEquals(2, ended.status());
            assertEquals("dynamodb-restore: Too long.\n", ended.err());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "status x|2|missing: --stack (or RESTORE_STACK), or --function (or RESTORE_API_FUNCTION) (--help shows how to use it)",
                "status x --stack other|1|The stack other cannot be read: there is none of that name in this account and region. Check the name, and the region (-r, or AWS_REGION).",
                "status x --function other|1|The function other cannot be called: there is none of that name in this account and region. Check the name, and the region (-r, or AWS_REGION).",
                "status x --function api-function -r US|2|\"US\" is not an AWS region, such as us-east-1 (--help shows how to use it)",
                "status ../x --function api-function|2|\"../x\" is no restore's id (--help shows how to use it)",
                "rate x fast --function api-function|2|\"fast\" is no number of items a second, nor none (--help shows how to use it)",
                "status x --function api-function|1|There is no restore x",
                "list --limit 0 --function api-function|2|--limit must be 1 or more, not 0 (--help shows how to use it)",
                "start -t Rates -f file:x.csv --function api-function|2|\"file:x.csv\" is a file of this machine, and the service runs in AWS: copy it into a bucket, or restore it from here with java -jar dynamodb-restore.jar -t Rates -f 'file:x.csv' -k STREAM (--help shows how to use it)",
                "start -t Rates -f s3://b/x --function api-function|2|\"s3://b/x\" is a whole address: give its bucket with -b and its key with -f (--help shows how to use it)",
                "watch x --function api-function|1|There is no restore x",
                "watch x --json --function api-function|1|There is no restore x",
                "start --function api-function|2|Missing required options: '--table=TABLE', '--file=FILE' (--help shows how to use it)"
            })
    void anything_wrong_isSaidInOneLine(String words, int status, String expected) {
        try (StubApi api = new StubApi(event -> StubApi.answer(404, "{\"detail\":\"There is no restore x\"}"))) {
            Ended ended = run(api, words.split(" ", -1));

            assertEquals("dynamodb-restore: " + expected + "\n", ended.err());
            assertEquals(status, ended.status());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "maxRejects is not right,--max-rejects is not right",
        "The Idempotency-Key is not right,The --idempotency-key is not right",
        "Cancel it or begin beside it with force,Cancel it or begin beside it with --force"
    })
    void start_refused_namesTheOptionAndNotTheField(String detail, String expected) {
        try (StubApi api = new StubApi(event -> StubApi.answer(409, "{\"detail\":\"" + detail + "\"}"))) {
            Ended ended = run(api, "start", "--function", StubApi.FUNCTION, "-t", "T-1", "-f", "f");

            assertEquals("dynamodb-restore: " + expected + "\n", ended.err());
            assertEquals(1, ended.status());
        }
    }

    @ParameterizedTest
    @CsvSource({"start", "status", "list", "watch", "pause", "resume", "cancel", "rate"})
    void help_ofEveryCommand_hasAnExample(String command) {
        Ended ended = CommandLineProcess.run(folder, Map.of(), command, "--help");

        assertEquals(0, ended.status(), ended.err());
        assertTrue(ended.out().startsWith("Usage: java -jar dynamodb-restore.jar " + command + " "), ended.out());
        String example = ended.out().substring(ended.out().indexOf("Example:\n") + 9);
        assertTrue(
                example.matches(
                        "  java -jar dynamodb-restore\\.jar " + command + " --stack [^\n]*[^\n\\\\](\\\\\n[^\n]+)?\n"),
                example);
    }
}
