package com.stockflare.restore.engine;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.model.StreamException.Reason;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.Shard;
import com.stockflare.restore.stream.Slice;
import com.stockflare.restore.stream.StreamShape;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** A stream in memory that takes everything. Its shards can be cut anew at any time. */
final class InMemorySink implements RecordSink {
    private static final BigInteger HASH_KEYS = BigInteger.ONE.shiftLeft(128);

    private final String stream;
    private final List<String> records = new ArrayList<>();
    private final Map<String, Integer> countsByShard = new TreeMap<>();
    private List<Shard> shards;
    private boolean listsShards = true;
    private int maxRecordBytes = StreamShape.DEFAULT_MAX_RECORD_BYTES;
    private Duration retention = StreamShape.DEFAULT_RETENTION;
    private int generation;
    private int looks;

    InMemorySink(String stream, int shards) {
        this.stream = stream;
        reshard(shards);
    }

    /** So many new shards of equal ranges, with ids that were never there. */
    synchronized void reshard(int count) {
        generation++;
        List<Shard> cut = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            cut.add(new Shard(
                    "shardId-" + generation + "-" + i,
                    start(i, count),
                    start(i + 1, count).subtract(BigInteger.ONE)));
        }
        shards = cut;
    }

    private static BigInteger start(int i, int count) {
        return HASH_KEYS.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(count));
    }

    synchronized void setMaxRecordBytes(int bytes) {
        maxRecordBytes = bytes;
    }

    synchronized void setRetention(Duration newRetention) {
        retention = newRetention;
    }

    /** From now on its shards are told to nobody. */
    synchronized void hideShards() {
        listsShards = false;
    }

    /** Everything that it has taken, in the order of its arrival. */
    synchronized List<String> records() {
        return List.copyOf(records);
    }

    synchronized Map<String, Integer> countsByShard() {
        return Map.copyOf(countsByShard);
    }

    /** How often it was looked at. */
    synchronized int looks() {
        return looks;
    }

    @Override
    public synchronized StreamShape describe(String name, Notes notes) {
        check(name);
        looks++;
        if (!listsShards) {
            notes.note("The shards are hidden.");
        }
        return new StreamShape(listsShards ? shards : List.of(), maxRecordBytes, retention);
    }

    @Override
    public synchronized PutResult put(String name, Batch batch) {
        return new PutResult(List.of(), accept(name, batch, Set.of()));
    }

    /** Takes a batch but for the records at some indexes, and tells the shards that they went to. */
    synchronized Set<String> accept(String name, Batch batch, Set<Integer> refused) {
        check(name);
        Set<String> ids = new HashSet<>();
        for (int i = 0; i < batch.size(); i++) {
            if (!refused.contains(i)) {
                Slice data = batch.data(i);
                records.add(new String(data.bytes(), data.from(), data.length(), UTF_8));
                ids.add(shardOf(new BigInteger(batch.partition(i).explicitHashKey())));
            }
        }
        return ids;
    }

    private String shardOf(BigInteger hashKey) {
        String id = shards.stream()
                .filter(s -> s.from().compareTo(hashKey) <= 0 && s.to().compareTo(hashKey) >= 0)
                .findFirst()
                .orElseThrow()
                .id();
        countsByShard.merge(id, 1, Integer::sum);
        return id;
    }

    private void check(String name) {
        if (!name.equals(stream)) {
            throw new StreamException(Reason.STREAM_NOT_FOUND, "There is no stream " + name + ".", null);
        }
    }
}
