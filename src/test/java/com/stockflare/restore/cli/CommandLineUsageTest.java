package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.stockflare.restore.cli.CommandLineProcess.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said without reaching for any service. */
class CommandLineUsageTest {
    @TempDir
    private Path folder;

    @Test
    void restore_nothingGiven_namesAllThatIsMissingInOneLine() {
        Ended ended = run();

        assertUsage(
                "missing: -t/--table (or TABLE_NAME), -b/--bucket (or BACKUP_FILE_BUCKET), -f/--file (or FILE),"
                        + " -k/--kinesis-stream (or KINESIS_STREAM)",
                ended);
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource(delimiter = '|', textBlock = """
            --bogus                       | Unknown option: '--bogus'
            frobnicate                    | There is no command 'frobnicate': there are start, status, list, watch, pause, resume, cancel, rate
            statsu 4f5c --stack s          | There is no command 'statsu': there are start, status, list, watch, pause, resume, cancel, rate
            start --nope                  | Unknown option: '--nope'
            --dry-run start -t Tab -f k --function f | --dry-run must come behind the command: start --dry-run ...
            -r us-east-1 list             | --region must come behind the command: list --region ...
            --dry-run status 4f5c --function f | --dry-run is no option of status
            -t Tab start -f k             | --table must come behind the command: start --table ...
            --stack=s list                | --stack is an option of commands, and must come behind one, such as: start --stack ...
            --stack s list                | --stack is an option of commands, and must come behind one, such as: start --stack ...
            status 4f5c 4f5d               | Unmatched argument at index 2: '4f5d'
            -t                            | Missing required parameter for option '--table' (TABLE)
            -t a -t b                     | option '--table' (TABLE) should be specified only once
            -p ten                        | Invalid value for option '--partitions': 'ten' is not a whole number, or is too large
            --max-rejects 5_% -f file:b -t Tab -k S | --max-rejects "5_%" is neither a number of rows nor a percentage such as 5%
            -p 0 -f file:b -t Tab -k S    | --partitions must be 1 or more, not 0
            --rate 0 -f file:b -t Tab -k S | --rate must be 1 or more, not 0
            --from start                  | Invalid value for option '--from': 'start' is not a whole number, or is too large
            -f file:b -t Tab -k S --from=-1| --from must be 0 or more, not -1
            -f file:b -t Tab -k S -r US    | "US" is not an AWS region, such as us-east-1
            -f file:b --dry-run -r US      | "US" is not an AWS region, such as us-east-1
            -f file:b -t status -k list    | the AWS region is not known. Set AWS_REGION, or give -r
            -f file:b -t Tab -k S          | the AWS region is not known. Set AWS_REGION, or give -r
            -f s3://b/k                    | "s3://b/k" is a whole address: give its bucket with -b and its key with -f
            -f s3://b/k -b b -t Tab -k S   | "s3://b/k" is a whole address: give its bucket with -b and its key with -f
            -f file: -t Tab -k S           | missing: -f/--file (or FILE)
            -f file:b -t T -k S           | table "T" is not right: it must be 3 to 255 of a-z A-Z 0-9 _ . -
            """)
    void restore_wrongUsage_saysSoInOneLine(String options, String expected) {
        assertUsage(expected, run(options.split(" ")));
    }

    @Test
    @Tag("slow")
    void restore_fileOfThisMachineWithoutABucket_saysHowItIsGiven() throws IOException {
        Files.createFile(folder.resolve("here.csv"));

        assertUsage(
                "missing: -b/--bucket (or BACKUP_FILE_BUCKET), or -f file:here.csv for the file on this machine",
                run("-t", "Rates", "-f", "here.csv", "-k", "put"));
    }

    @Test
    @Tag("slow")
    void restore_lineFeedInAnOption_saysItInOneLine() {
        assertUsage("Unknown option: '--a b'", run("--a\nb"));
    }

    @Test
    @Tag("slow")
    void restore_wrongSettings_namesAllInOneLine() {
        Map<String, String> settings = Map.of("PART_SIZE_BYTES", "1", "BINARY_FORMAT", "hex");

        Ended ended = CommandLineProcess.run(folder, settings, "-f", "file:b", "-t", "Rates", "-k", "S");

        assertUsage(
                "PART_SIZE_BYTES \"1\" is not right: it must be 65536 to 67108864 bytes;"
                        + " BINARY_FORMAT \"hex\" is not right: it must be node or base64",
                ended);
    }

    @Test
    @Tag("slow")
    void help_asked_fitsATerminalAndNamesEveryOptionWithItsDefault() {
        Ended ended = run("--help");

        assertEquals("", ended.err());
        assertEquals(0, ended.status());
        assertTrue(ended.out().lines().allMatch(line -> line.length() <= 80), ended.out());
        for (String word : List.of(
                "TABLE_NAME", "BACKUP_FILE_BUCKET", "FILE", "KINESIS_STREAM", "AWS_REGION", "MAX_CONSUMER_LAG")) {
            assertTrue(ended.out().contains(word + " of the"), word + " in: " + ended.out());
        }
    }

    @ParameterizedTest
    @Tag("slow")
    @CsvSource({
        "--help start,Usage: java -jar dynamodb-restore.jar -t TABLE",
        "--dry-run start --help,Usage: java -jar dynamodb-restore.jar start",
        "--version list,dynamodb-restore ("
    })
    void help_beforeOrBehindACommand_isShown(String options, String expected) {
        Ended ended = run(options.split(" "));

        assertEquals("", ended.err());
        assertTrue(ended.out().startsWith(expected), ended.out());
        assertEquals(0, ended.status());
    }

    @Test
    @Tag("slow")
    void version_fromSource_saysSo() {
        Ended ended = run("--version");

        assertEquals("", ended.err());
        assertEquals("dynamodb-restore (built from source)\n", ended.out());
        assertEquals(0, ended.status());
    }

    @Test
    @Tag("slow")
    void output_diskIsFull_saysSo() {
        assumeTrue(Files.exists(Path.of("/dev/full")), "nothing here is always full");

        Ended ended = runTo("exec \"$0\" \"$@\" >/dev/full");

        assertEquals("dynamodb-restore: Standard output cannot be written to: No space left on device.\n", ended.err());
        assertEquals(1, ended.status());
    }

    @Test
    @Tag("slow")
    void output_readerHasGone_isNoFault() {
        Ended ended = runTo("mkfifo gone && exec 4<>gone 5>gone 4<&- && exec \"$0\" \"$@\" >&5");

        assertEquals("", ended.err());
        assertEquals(0, ended.status());
    }

    /** @param shell runs the words that it is given, its output as the test wants it */
    private Ended runTo(String shell) {
        List<String> words = new ArrayList<>(List.of("sh", "-c", shell));
        words.addAll(CommandLineProcess.command("--version"));
        try (CommandLineProcess process =
                CommandLineProcess.startOther(folder, Map.of(), words.toArray(String[]::new))) {
            return process.await();
        }
    }

    private Ended run(String... options) {
        Map<String, String> environment = Map.of(
                "AWS_EC2_METADATA_DISABLED", "true",
                "AWS_CONFIG_FILE", "/dev/null",
                "AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        return CommandLineProcess.run(folder, environment, options);
    }

    private static void assertUsage(String expected, Ended ended) {
        assertEquals("dynamodb-restore: " + expected + " (--help shows how to use it)\n", ended.err());
        assertEquals("", ended.out());
        assertEquals(2, ended.status());
    }
}
