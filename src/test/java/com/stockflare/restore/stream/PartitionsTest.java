package com.stockflare.restore.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PartitionsTest {
    private static final BigInteger LAST = Shard.HASH_KEYS.subtract(BigInteger.ONE);

    /** Open shards between random borders, some of them next to each other, in any order. */
    private static List<Shard> shards(int count, Random random) {
        TreeSet<BigInteger> borders = new TreeSet<>(Set.of(BigInteger.ZERO, Shard.HASH_KEYS));
        while (borders.size() <= count) {
            BigInteger border = new BigInteger(1 + random.nextInt(128), random);
            borders.add(border);
            if (borders.size() <= count && random.nextInt(4) == 0 && border.compareTo(LAST) < 0) {
                borders.add(border.add(BigInteger.ONE));
            }
        }
        List<Shard> shards = new ArrayList<>();
        for (BigInteger from : borders.headSet(Shard.HASH_KEYS)) {
            shards.add(new Shard(
                    "shardId-" + shards.size(), from, borders.higher(from).subtract(BigInteger.ONE)));
        }
        Collections.shuffle(shards, random);
        return shards;
    }

    private static int[] partitionsOfEach(Partitions partitions) {
        int[] counts = new int[partitions.shards()];
        IntStream.range(0, partitions.count())
                .forEach(i -> counts[partitions.get(i).shard()]++);
        return counts;
    }

    @RepeatedTest(200)
    void of_anyRanges_hashKeyInsideTheShardThatIsNamed(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        List<Shard> shards = shards(1 + random.nextInt(40), random);
        Partitions partitions = Partitions.of(shards, random.nextInt(130));
        for (int i = 0; i < partitions.count(); i++) {
            Partition partition = partitions.get(i);
            assertEquals("PartitionKey-" + i, partition.key());
            BigInteger hashKey = new BigInteger(partition.explicitHashKey());
            Shard shard = shards.get(partition.shard());
            assertTrue(hashKey.compareTo(shard.from()) >= 0 && hashKey.compareTo(shard.to()) <= 0, partition::toString);
        }
    }

    @ParameterizedTest
    @CsvSource({"10,0", "10,1", "10,9", "10,10", "10,11", "10,25", "10,500", "1,7", "3,100000", "100,10"})
    void of_anyCount_dealtEvenly(int shards, int count) {
        Partitions partitions = Partitions.of(shards(shards, new Random(count)), count);
        int expected = count == 0 ? shards : count;
        assertEquals(expected, partitions.count());
        assertEquals(shards, partitions.shards());
        assertEquals(Math.max(0, shards - expected), partitions.idleShards());
        for (int ofOne : partitionsOfEach(partitions)) {
            assertTrue(ofOne == expected / shards || ofOne == (expected + shards - 1) / shards, "dealt " + ofOne);
        }
    }

    @Test
    void of_severalPartitionsInAShard_apartFromEachOther() {
        Partitions partitions = Partitions.of(
                List.of(
                        new Shard("a", BigInteger.ZERO, BigInteger.valueOf(99)),
                        new Shard("b", BigInteger.valueOf(100), LAST)),
                5);
        assertEquals("0", partitions.get(0).explicitHashKey());
        assertEquals("100", partitions.get(1).explicitHashKey());
        assertEquals("33", partitions.get(2).explicitHashKey());
        assertEquals("66", partitions.get(4).explicitHashKey());
    }

    @Test
    void of_shardOfOneHashKey_takesAllItsPartitions() {
        Partitions partitions = Partitions.of(List.of(new Shard("a", LAST, LAST)), 3);
        for (int i = 0; i < 3; i++) {
            assertEquals(LAST.toString(), partitions.get(i).explicitHashKey());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 10, 500})
    void of_shardsUnknown_equalPiecesOfTheWholeRange(int count) {
        Partitions partitions = Partitions.of(List.of(), count);
        int pieces = count == 0 ? 10 : count;
        assertEquals(pieces, partitions.count());
        assertEquals(pieces, partitions.shards());
        assertEquals(0, partitions.idleShards());
        for (int i = 0; i < pieces; i++) {
            BigInteger start = Shard.HASH_KEYS.multiply(BigInteger.valueOf(i)).divide(BigInteger.valueOf(pieces));
            assertEquals(start.toString(), partitions.get(i).explicitHashKey());
            assertEquals(i, partitions.get(i).shard());
        }
    }

    @Test
    void of_mostPartitions_keysNoLongerThanABatchReckons() {
        Partitions partitions = Partitions.of(List.of(), 100_000);
        Set<String> keys = new HashSet<>();
        for (int i = 0; i < partitions.count(); i++) {
            keys.add(partitions.get(i).key());
            assertTrue(partitions.get(i).key().length() <= Batch.MAX_KEY_BYTES);
        }
        assertEquals(100_000, keys.size());
    }

    @Test
    void isOutdatedBy_unknownShard_onlyWhereShardsWereListed() {
        Partitions listed = Partitions.of(shards(3, new Random(1)), 0);
        assertFalse(listed.isOutdatedBy(Set.of()));
        assertFalse(listed.isOutdatedBy(Set.of("shardId-0", "shardId-2")));
        assertTrue(listed.isOutdatedBy(Set.of("shardId-0", "shardId-3")));
        assertFalse(Partitions.of(List.of(), 0).isOutdatedBy(Set.of("shardId-3")));
    }

    @Test
    void shard_noRangeOfHashKeys_refused() {
        BigInteger one = BigInteger.ONE;
        assertThrows(IllegalArgumentException.class, () -> new Shard("a", one.negate(), one));
        assertThrows(IllegalArgumentException.class, () -> new Shard("a", one, Shard.HASH_KEYS));
        assertThrows(IllegalArgumentException.class, () -> new Shard("a", one.add(one), one));
        assertEquals(LAST, new Shard("a", LAST, LAST).hashKey(0, 1));
    }
}
