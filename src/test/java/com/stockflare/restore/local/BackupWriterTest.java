package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.stockflare.restore.local.BackupWriter.Binary;
import com.stockflare.restore.local.BackupWriter.Rows;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

@Tag("slow")
class BackupWriterTest {

    private static final Map<String, AttributeValue> ITEM =
            Map.of("id", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})));
    private static final String JSON = "{\"id\":{\"B\":{\"type\":\"Buffer\",\"data\":[0,255]}}}";

    /** Reads rows of plain DynamoDB JSON (Base64, all but ASCII escaped) and writes what a Node.js Lambda would have backed up. */
    private static final String NODE_SCRIPT = """
            const buffer = text => Buffer.from(text, 'base64');
            const value = v => {
              const type = Object.keys(v)[0];
              switch (type) {
                case 'B': return {B: buffer(v.B)};
                case 'BS': return {BS: v.BS.map(buffer)};
                case 'L': return {L: v.L.map(value)};
                case 'M': return {M: item(v.M)};
                default: return v;
              }
            };
            const item = o => Object.fromEntries(Object.entries(o).map(([name, v]) => [name, value(v)]));
            const rows = require('fs').readFileSync(process.argv[2], 'ascii').split('\\n');
            process.stdout.write(rows
                .map(row => Buffer.from(JSON.stringify(item(JSON.parse(row)))).toString('base64'))
                .join('\\n'));
            """;

    @TempDir
    private Path directory;

    @Test
    void file_noItems_isEmpty() {
        assertEquals(0, BackupWriter.CURRENT.file(List.of()).length);
    }

    @Test
    void file_items_areJoinedWithoutATrailingNewline() {
        String row = Base64.getEncoder().encodeToString(JSON.getBytes(UTF_8));
        assertEquals(row + "\n" + row, new String(BackupWriter.CURRENT.file(List.of(ITEM, ITEM)), UTF_8));
    }

    @Test
    void row_quotedCsv_doublesTheQuotes() {
        assertEquals(
                "\"{\"\"id\"\":{\"\"B\"\":{\"\"type\"\":\"\"Buffer\"\",\"\"data\"\":[0,255]}}}\"",
                new BackupWriter(Rows.QUOTED_CSV, Binary.BUFFER).row(ITEM));
    }

    @Test
    void row_plainJsonOfOldNode_hasBareArrays() {
        assertEquals("{\"id\":{\"B\":[0,255]}}", new BackupWriter(Rows.PLAIN_JSON, Binary.BARE_ARRAY).row(ITEM));
    }

    @Test
    void json_text_escapesOnlyWhatJsonStringifyEscapes() {
        Map<String, AttributeValue> item =
                Map.of("a\"\n", AttributeValue.fromS("\\/\b\f\t\r\u0000\u001f\u007fé\u2028😀\ud83d.\udc00"));
        assertEquals(
                "{\"a\\\"\\n\":{\"S\":\"\\\\/\\b\\f\\t\\r\\u0000\\u001f\u007fé\u2028😀\\ud83d.\\udc00\"}}",
                BackupWriter.CURRENT.json(item));
    }

    @Test
    void file_sample_isWhatNodeWrites() throws IOException, InterruptedException {
        assumeTrue(nodeIsOnThePath(), "no node on the PATH to compare with");
        List<Map<String, AttributeValue>> items =
                new ArrayList<>(new SampleTable(1, 600).stream().toList());
        items.add(Map.of("lone", AttributeValue.fromS("\ud83d \udc00\ud83d")));
        assertArrayEquals(node(items), BackupWriter.CURRENT.file(items));
    }

    private byte[] node(List<Map<String, AttributeValue>> items) throws IOException, InterruptedException {
        ObjectMapper ascii = JsonMapper.builder()
                .configure(JsonWriteFeature.ESCAPE_NON_ASCII, true)
                .build();
        List<String> rows = new ArrayList<>();
        for (Map<String, AttributeValue> item : items) {
            rows.add(ascii.writeValueAsString(plain(item)));
        }
        Path script = Files.writeString(directory.resolve("backup.js"), NODE_SCRIPT, UTF_8);
        Path input = Files.writeString(directory.resolve("items"), String.join("\n", rows), US_ASCII);
        Path output = directory.resolve("backup.csv");
        Process node = new ProcessBuilder("node", script.toString(), input.toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertEquals(0, node.waitFor());
        return Files.readAllBytes(output);
    }

    /** DynamoDB's own JSON as Java collections. */
    private static Map<String, Object> plain(Map<String, AttributeValue> item) {
        Map<String, Object> plain = new LinkedHashMap<>();
        item.forEach((name, value) -> plain.put(name, plain(value)));
        return plain;
    }

    private static Map<String, Object> plain(AttributeValue value) {
        return switch (value.type()) {
            case S -> Map.of("S", value.s());
            case N -> Map.of("N", value.n());
            case B -> Map.of("B", base64(value.b()));
            case BOOL -> Map.of("BOOL", value.bool());
            case NUL -> Map.of("NULL", value.nul());
            case SS -> Map.of("SS", value.ss());
            case NS -> Map.of("NS", value.ns());
            case BS ->
                Map.of("BS", value.bs().stream().map(BackupWriterTest::base64).toList());
            case L ->
                Map.of("L", value.l().stream().map(BackupWriterTest::plain).toList());
            case M -> Map.of("M", plain(value.m()));
            default -> throw new AssertionError(value.type());
        };
    }

    private static String base64(SdkBytes bytes) {
        return Base64.getEncoder().encodeToString(bytes.asByteArray());
    }

    private static boolean nodeIsOnThePath() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .anyMatch(directory -> Files.isExecutable(Path.of(directory, "node")));
    }
}
