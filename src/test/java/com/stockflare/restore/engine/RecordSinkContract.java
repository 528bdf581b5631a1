package com.stockflare.restore.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.Partitions;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.Shard;
import com.stockflare.restore.stream.Slice;
import com.stockflare.restore.stream.StreamShape;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every stream has to do. */
public abstract class RecordSinkContract {
    protected static final String STREAM = "put-stream";
    protected static final int SHARDS = 4;

    /** Takes records for {@link #STREAM}, which has four shards. */
    protected abstract RecordSink sink();

    /** Everything that the stream holds, in any order. */
    protected abstract List<String> records();

    /** Closes a shard at least, and opens others in its place. */
    protected abstract void reshard();

    @Test
    void describe_stream_listsOpenShardsThatCoverAllHashKeys() {
        StreamShape shape = sink().describe(STREAM, RecordSinkContract::noNote);

        assertEquals(SHARDS, shape.openShards().size());
        assertCoversAllHashKeys(shape.openShards());
        assertEquals(1 << 20, shape.maxRecordBytes());
    }

    @Test
    void describe_afterAReshard_listsOnlyOpenShards() {
        Set<Shard> before = new HashSet<>(
                sink().describe(STREAM, RecordSinkContract::noNote).openShards());
        reshard();

        List<Shard> after = sink().describe(STREAM, RecordSinkContract::noNote).openShards();

        assertCoversAllHashKeys(after);
        assertTrue(!before.containsAll(after), "nothing has changed");
    }

    @Test
    void describe_noSuchStream_isNotFound() {
        StreamException e =
                assertThrows(StreamException.class, () -> sink().describe("other", RecordSinkContract::noNote));

        assertEquals("STREAM_NOT_FOUND", e.code());
        assertTrue(e.getMessage().startsWith("There is no stream other"), e::getMessage);
    }

    @Test
    void put_noSuchStream_isNotFound() {
        Batch batch = batch(List.of("a"), shards());

        StreamException e = assertThrows(StreamException.class, () -> sink().put("other", batch));

        assertEquals("STREAM_NOT_FOUND", e.code());
    }

    @Test
    void put_batch_takesEveryRecordAsItIs() {
        List<String> texts = texts("é-", Batch.MAX_RECORDS);

        PutResult result = sink().put(STREAM, batch(texts, shards()));

        assertEquals(List.of(), result.failed());
        assertEquals(ids(shards()), result.shardIds());
        assertEquals(DeliveryPropertyTest.sorted(texts), DeliveryPropertyTest.sorted(records()));
    }

    @Test
    void put_recordsOfOneShard_namesThatShard() {
        for (Shard shard : shards()) {
            PutResult result = sink().put(STREAM, batch(List.of(shard.id()), List.of(shard)));

            assertEquals(Set.of(shard.id()), result.shardIds());
        }
    }

    @Test
    void put_fromSeveralThreads_takesAll() throws Exception {
        List<Shard> shards = shards();
        RecordSink sink = sink();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<PutResult>> results = IntStream.range(0, 8)
                    .mapToObj(i -> threads.submit(() -> sink.put(STREAM, batch(texts(i + "-", 100), shards))))
                    .toList();
            for (Future<PutResult> result : results) {
                assertEquals(List.of(), result.get().failed());
            }
        } finally {
            threads.shutdownNow();
        }

        assertEquals(800, new HashSet<>(records()).size());
        assertEquals(800, records().size());
    }

    protected List<Shard> shards() {
        return sink().describe(STREAM, RecordSinkContract::noNote).openShards();
    }

    private static Set<String> ids(List<Shard> shards) {
        return shards.stream().map(Shard::id).collect(Collectors.toSet());
    }

    private static List<String> texts(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    /** A batch of texts, dealt over shards in turn. */
    protected static Batch batch(List<String> texts, List<Shard> shards) {
        Partitions partitions = Partitions.of(shards, 0);
        Batch batch = new Batch();
        for (int i = 0; i < texts.size(); i++) {
            byte[] bytes = texts.get(i).getBytes(UTF_8);
            batch.add(new Slice(bytes, 0, bytes.length), partitions.get(i % partitions.count()), i, 0);
        }
        return batch;
    }

    private static void assertCoversAllHashKeys(List<Shard> shards) {
        BigInteger next = BigInteger.ZERO;
        for (Shard shard :
                shards.stream().sorted(Comparator.comparing(Shard::from)).toList()) {
            assertEquals(next, shard.from());
            next = shard.to().add(BigInteger.ONE);
        }
        assertEquals(BigInteger.ONE.shiftLeft(128), next);
    }

    private static void noNote(String sentence) {
        throw new AssertionError(sentence);
    }
}
