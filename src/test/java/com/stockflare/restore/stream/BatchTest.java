package com.stockflare.restore.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class BatchTest {
    private static final Partition LONGEST_KEY = new Partition("PartitionKey-99999", "0", 0);

    private final Batch batch = new Batch();

    private void add(int bytes) {
        batch.add(new Slice(new byte[bytes], 0, bytes), LONGEST_KEY, 0, 0);
    }

    private static byte[] bytes(Slice slice) {
        return Arrays.copyOfRange(slice.bytes(), slice.from(), slice.from() + slice.length());
    }

    @Test
    void fits_500Records_noneMore() {
        for (int i = 0; i < 500; i++) {
            assertTrue(batch.fits(1));
            add(1);
        }
        assertEquals(500, batch.size());
        assertFalse(batch.fits(0));
    }

    @Test
    void fits_upTo4750000BytesWithKeys_notAByteMore() {
        add(4_000_000);
        int room = 4_750_000 - 4_000_000 - 2 * LONGEST_KEY.key().length();
        assertTrue(batch.fits(room));
        assertFalse(batch.fits(room + 1));
        add(room);
        assertFalse(batch.fits(0));
        assertEquals(4_000_000 + room, batch.dataBytes());
    }

    @Test
    void fits_oneRecordLargerThanABatch_alone() {
        int large = 10 << 20;
        assertTrue(batch.fits(large));
        add(large);
        assertEquals(large, batch.dataBytes());
        assertFalse(batch.fits(1));
        batch.clear();
        add(1);
        assertFalse(batch.fits(large));
    }

    @Test
    void clear_keysAndAll_asMuchFitsAsBefore() {
        for (int i = 0; i < 500; i++) {
            add(1);
        }
        batch.clear();
        add(4_000_000);
        assertTrue(batch.fits(4_750_000 - 4_000_000 - 2 * LONGEST_KEY.key().length()));
    }

    @Test
    void capacity_fullBatch_noMoreThanABatchTakes() {
        while (batch.fits(20_000)) {
            add(20_000);
        }
        assertTrue(batch.capacity() >= batch.dataBytes());
        assertTrue(batch.capacity() <= 4_750_000, batch.capacity() + " bytes");
    }

    @Test
    void clear_recordsOfOneSize_keepsItsMemory() {
        add(1_000_000);
        int capacity = batch.capacity();
        for (int i = 0; i < 10; i++) {
            batch.clear();
            assertEquals(capacity, batch.capacity());
            add(1_000_000);
        }
        assertEquals(capacity, batch.capacity());
    }

    @Test
    void clear_smallRecordsAfterLargeOnes_givesMemoryBackLittleByLittle() {
        add(8 << 20);
        batch.clear();
        int rounds = 0;
        for (int before = batch.capacity(); before > 64 << 10; before = batch.capacity()) {
            add(100);
            batch.clear();
            assertEquals(Math.max(64 << 10, before / 2), batch.capacity());
            rounds++;
        }
        assertTrue(rounds > 5, "after " + rounds);
    }

    @RepeatedTest(20)
    void add_whateverFits_withinTheLimitsAndReadBackAsItWas(RepetitionInfo seed) {
        Random random = new Random(seed.getCurrentRepetition());
        for (int round = 0; round < 3; round++) {
            batch.clear();
            assertTrue(batch.isEmpty());
            assertEquals(0, batch.dataBytes());
            List<byte[]> records = new ArrayList<>();
            long total = 0;
            byte[] record = record(random);
            while (batch.fits(record.length)) {
                int i = records.size();
                Partition partition = new Partition("PartitionKey-" + i * 100, "7", i);
                byte[] around = new byte[record.length + 5];
                System.arraycopy(record, 0, around, 2, record.length);
                batch.add(new Slice(around, 2, record.length), partition, 1_000_000_000_000L + i, i % 3);
                total += record.length + partition.key().length();
                records.add(record);
                record = record(random);
            }
            assertTrue(total <= Batch.MAX_BYTES && records.size() <= Batch.MAX_RECORDS);
            assertReadBack(records);
        }
    }

    private static byte[] record(Random random) {
        byte[] record = new byte[random.nextInt(1 << random.nextInt(1, 18))];
        random.nextBytes(record);
        return record;
    }

    private void assertReadBack(List<byte[]> records) {
        assertEquals(records.size(), batch.size());
        for (int i = 0; i < records.size(); i++) {
            assertArrayEquals(records.get(i), bytes(batch.data(i)));
            assertEquals("PartitionKey-" + i * 100, batch.partition(i).key());
            assertEquals(1_000_000_000_000L + i, batch.row(i));
            assertEquals(i % 3, batch.attempt(i));
        }
    }

    @Test
    void add_dataChangedAfterwards_theBatchHasItsOwnCopy() {
        byte[] data = {1, 2, 3};
        batch.add(new Slice(data, 0, 3), LONGEST_KEY, 0, 0);
        data[0] = 9;
        assertArrayEquals(new byte[] {1, 2, 3}, bytes(batch.data(0)));
        assertSame(LONGEST_KEY, batch.partition(0));
    }

    @Test
    void slice_outsideItsArray_refused() {
        byte[] array = new byte[3];
        assertThrows(IndexOutOfBoundsException.class, () -> new Slice(array, 2, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> new Slice(array, -1, 2));
        assertEquals(0, new Slice(array, 3, 0).length());
    }

    @Test
    void putResultAndStreamShape_listsChangedAfterwards_keepTheirOwn() {
        List<PutResult.Failed> failed = new ArrayList<>(List.of(new PutResult.Failed(3, true)));
        PutResult result = new PutResult(failed, Set.of("a"));
        List<Shard> shards = new ArrayList<>();
        StreamShape shape =
                new StreamShape(shards, StreamShape.DEFAULT_MAX_RECORD_BYTES, StreamShape.DEFAULT_RETENTION);
        failed.clear();
        shards.add(null);
        assertEquals(1, result.failed().size());
        assertTrue(shape.openShards().isEmpty());
        assertEquals(1_048_576, shape.maxRecordBytes());
    }
}
