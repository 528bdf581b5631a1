package com.stockflare.restore.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.stockflare.restore.backup.Chunk;
import com.stockflare.restore.backup.MalformedRowException;
import com.stockflare.restore.backup.PayloadWriter;
import com.stockflare.restore.backup.RowReader;
import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.Partition;
import com.stockflare.restore.stream.Partitions;
import com.stockflare.restore.stream.Slice;
import com.stockflare.restore.stream.StreamShape;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The engine without I/O, and what it cannot be quicker than. Each goes through all {@link RowKind#rowsOfBlock() rows of
 * the block} at a time.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EngineBenchmark {
    /** By their names: JMH writes subclasses of this, which do not see what is in the package only. */
    @Param({"PAYLOAD_150", "PAYLOAD_1K", "PAYLOAD_20K", "BINARY_1K"})
    public String kind;

    private Chunk block;
    private Partitions partitions;
    private PayloadWriter payload;
    private Batch batch;

    private List<byte[]> rows;
    private byte[] decoded;
    private JsonFactory json;

    /** Makes the rows. */
    @Setup
    public void setUp() {
        RowKind rowKind = RowKind.valueOf(kind);
        byte[] bytes = rowKind.block();
        block = new Chunk(bytes, bytes.length);
        partitions = Partitions.of(List.of(), Batch.MAX_RECORDS);
        payload =
                new PayloadWriter(RowKind.SCHEMA, Decode.AUTO, BinaryFormat.NODE, StreamShape.DEFAULT_MAX_RECORD_BYTES);
        batch = new Batch();
        rows = new ArrayList<>();
        int step = rowKind.rowBytes() + 1;
        for (int from = 0; from < bytes.length; from += step) {
            rows.add(Arrays.copyOfRange(bytes, from, from + step - 1));
        }
        decoded = new byte[rowKind.rowBytes()];
        json = JsonFactory.builder()
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
    }

    /** From rows in a part to records in batches. */
    @Benchmark
    public int engine() throws MalformedRowException {
        Iterator<Chunk> chunks = List.of(block).iterator();
        RowReader reader = new RowReader(() -> chunks.hasNext() ? chunks.next() : null, 0);
        int records = 0;
        while (reader.next()) {
            payload.write(reader.row());
            if (!batch.fits(payload.size())) {
                batch.clear();
            }
            Partition partition = partitions.get(batch.size());
            batch.add(new Slice(payload.bytes(), 0, payload.size()), partition, records++, 0);
        }
        return records;
    }

    /** The same rows, cut beforehand, through {@link Base64} and Jackson's tokens, and nothing made of them. */
    @Benchmark
    public int floor() throws IOException {
        int tokens = 0;
        for (byte[] row : rows) {
            int length = Base64.getDecoder().decode(row, decoded);
            try (JsonParser parser = json.createParser(decoded, 0, length)) {
                while (parser.nextToken() != null) {
                    tokens++;
                }
            }
        }
        return tokens;
    }
}
