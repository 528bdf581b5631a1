package com.stockflare.restore.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Minutes of sending, in simulated time: there is always something to send. */
class SpreaderTest {
    private static final long SECOND = 1_000_000_000;
    private static final int KEY_BYTES = "PartitionKey-0".length();

    /** Clocks like the JVM's start anywhere. */
    private long now = Long.MAX_VALUE - 3 * SECOND;

    private List<ShardMeter> meters = List.of();

    private static List<Shard> shards(int count) {
        List<Shard> shards = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            BigInteger from = BigInteger.valueOf(1_000L * i);
            shards.add(new Shard("shardId-" + i, from, from.add(BigInteger.valueOf(999))));
        }
        return shards;
    }

    private Spreader spreader(int shards, int partitions) {
        Spreader spreader = new Spreader(Partitions.of(shards(shards), partitions), now);
        meter(spreader);
        return spreader;
    }

    private void meter(Spreader spreader) {
        meters = new ArrayList<>();
        for (int i = 0; i < spreader.partitions().shards(); i++) {
            meters.add(new ShardMeter(now));
        }
    }

    /** Sends records as fast as they may go, looking every millisecond. */
    private void send(Spreader spreader, int recordBytes, long nanos, IntConsumer sentTo) {
        long start = now;
        while (now - start < nanos) {
            Partition partition = spreader.take(recordBytes, now);
            if (partition == null) {
                now += 1_000_000;
            } else {
                meters.get(partition.shard()).add(recordBytes + partition.key().length(), now);
                sentTo.accept(partition.shard());
            }
        }
    }

    private long[] sentToEach(Spreader spreader, int recordBytes, long nanos) {
        long[] sent = new long[spreader.partitions().shards()];
        send(spreader, recordBytes, nanos, shard -> sent[shard]++);
        return sent;
    }

    /** What a shard takes of such records in a second. */
    private static double ceiling(int recordBytes) {
        return Math.min(1_000, (double) (1 << 20) / (recordBytes + KEY_BYTES));
    }

    @ParameterizedTest
    @CsvSource({"150,10", "1024,10", "20480,10", "150,500", "1024,25", "20480,500"})
    void take_alwaysSomethingToSend_everyShardFullAndNoneOver(int recordBytes, int partitions) {
        Spreader spreader = spreader(10, partitions);
        long[] sent = sentToEach(spreader, recordBytes, 60 * SECOND);
        for (int shard = 0; shard < 10; shard++) {
            double share = sent[shard] / (60 * ceiling(recordBytes));
            assertTrue(share >= 0.98 && share < 1.02, "shard " + shard + " has got " + share);
            assertEquals(sent[shard], meters.get(shard).sent());
        }
    }

    @Test
    void take_fewerPartitionsThanShards_onlyTheirs() {
        long[] sent = sentToEach(spreader(10, 4), 150, 10 * SECOND);
        for (int shard = 0; shard < 10; shard++) {
            assertTrue(shard < 4 ? sent[shard] >= 9_800 : sent[shard] == 0, "shard " + shard + ": " + sent[shard]);
        }
    }

    @Test
    void take_roomEverywhere_oneAfterTheOther() {
        Spreader spreader = spreader(3, 7);
        for (int i = 0; i < 20; i++) {
            assertEquals("PartitionKey-" + i % 7, spreader.take(100, now).key());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {600 << 10, 1 << 20, 10 << 20})
    void take_recordLargerThanTheBucket_passesAtTheRate(int recordBytes) {
        Spreader spreader = spreader(2, 2);
        long[] sent = sentToEach(spreader, recordBytes, 600 * SECOND);
        for (long ofOne : sent) {
            double share = ofOne / (600 * ceiling(recordBytes));
            assertTrue(share >= 0.98 && share < 1.02, "a share of " + share);
        }
    }

    @Test
    void take_timeHasNotMoved_noRoomComes() {
        Spreader spreader = spreader(1, 1);
        for (int i = 0; i < 500; i++) {
            assertNotNull(spreader.take(100, now));
        }
        assertNull(spreader.take(100, now));
        assertNull(spreader.take(100, now + 900_000));
        assertNotNull(spreader.take(100, now + 1_000_001));
    }

    @Test
    void throttled_oneHotShard_theOthersStayFull() {
        Spreader spreader = spreader(10, 10);
        long[] sent = new long[10];
        Partition hot = spreader.partitions().get(3);
        for (int i = 0; i < 60; i++) {
            spreader.throttled(hot, now);
            send(spreader, 150, SECOND, shard -> sent[shard]++);
        }
        for (int shard = 0; shard < 10; shard++) {
            double share = sent[shard] / 60_000.0;
            assertTrue(shard == 3 ? share < 0.25 : share >= 0.98, "shard " + shard + " has got " + share);
        }
        assertTrue(sent[3] > 0, "the hot shard is never given up");
    }

    @Test
    void share_rate_boundsAllShardsTogether() {
        Spreader spreader = spreader(10, 10);
        spreader.share(1, 300, now);
        long[] sent = new long[1];
        send(spreader, 100, 60 * SECOND, shard -> sent[0]++);
        assertTrue(sent[0] > 17_900 && sent[0] <= 18_100, "took " + sent[0]);
        spreader.share(4, 300, now);
        sent[0] = 0;
        send(spreader, 100, 60 * SECOND, shard -> sent[0]++);
        assertTrue(sent[0] > 4_450 && sent[0] <= 4_550, "a quarter: took " + sent[0]);
        spreader.share(1, 0, now);
        sent[0] = 0;
        send(spreader, 100, 60 * SECOND, shard -> sent[0]++);
        assertTrue(sent[0] > 590_000, "no rate: took " + sent[0]);
    }

    @Test
    void share_fourWorkers_leaveNothingOfTheStreamUnused() {
        long[] sent = new long[1];
        for (int worker = 0; worker < 4; worker++) {
            Spreader spreader = spreader(10, 10);
            spreader.share(4, 0, now);
            send(spreader, 20_000, 60 * SECOND, shard -> sent[0]++);
        }
        double ceiling = 10 * 60 * ceiling(20_000);
        assertTrue(sent[0] >= 0.98 * ceiling && sent[0] <= 1.01 * ceiling, sent[0] + " of " + ceiling);
    }

    @Test
    void use_fewerPartitionsThanItHadComeTo_startsFromTheFirst() {
        Spreader spreader = spreader(7, 7);
        for (int i = 0; i < 5; i++) {
            spreader.take(100, now);
        }
        spreader.use(Partitions.of(shards(3), 3), now);
        assertEquals("PartitionKey-0", spreader.take(100, now).key());
    }

    @ParameterizedTest
    @CsvSource({"3,7", "7,3"})
    void use_resharded_goesOnWithTheNewShards(int before, int after) {
        Spreader spreader = spreader(before, 0);
        Partition old = spreader.partitions().get(before - 1);
        sentToEach(spreader, 1_024, 10 * SECOND);
        spreader.use(Partitions.of(shards(after), 0), now);
        meter(spreader);
        spreader.throttled(old, now);
        long[] sent = sentToEach(spreader, 1_024, 60 * SECOND);
        assertEquals(after, sent.length);
        for (int shard = 0; shard < after; shard++) {
            assertTrue(sent[shard] >= 58_000, "shard " + shard + ": " + sent[shard]);
        }
    }
}
