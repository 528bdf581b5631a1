package com.stockflare.restore.local;

import static com.stockflare.restore.local.ContractStream.end;
import static com.stockflare.restore.local.ContractStream.start;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.List;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** Streams and their shards. */
interface KinesisShardContract {
    ContractStream stream();

    @Test
    default void describeStreamSummary_newStream_isActiveAndProvisioned() {
        stream().create(3);

        StreamDescriptionSummary summary = stream().summary();

        assertEquals(stream().name(), summary.streamName());
        assertEquals(StreamStatus.ACTIVE, summary.streamStatus());
        assertEquals(StreamMode.PROVISIONED, summary.streamModeDetails().streamMode());
        assertEquals(3, summary.openShardCount());
        assertEquals(24, summary.retentionPeriodHours());
        assertNotNull(summary.streamCreationTimestamp());
    }

    @Test
    default void createStream_existingName_isInUse() {
        stream().create(1);

        assertThrows(ResourceInUseException.class, () -> stream().create(1));
    }

    @Test
    default void deleteStream_thenDescribe_isNotFound() {
        stream().create(1);

        stream().client().deleteStream(r -> r.streamName(stream().name()));

        assertThrows(ResourceNotFoundException.class, () -> stream().summary());
    }

    @Test
    default void listShards_newStream_rangesJoinWithoutGap() {
        stream().create(3);

        BigInteger expectedStart = BigInteger.ZERO;
        for (Shard shard : stream().shards()) {
            assertEquals(expectedStart, start(shard));
            assertNotNull(shard.sequenceNumberRange().startingSequenceNumber());
            assertNull(shard.sequenceNumberRange().endingSequenceNumber());
            expectedStart = end(shard).add(BigInteger.ONE);
        }
        assertEquals(BigInteger.ONE.shiftLeft(128), expectedStart);
    }

    @Test
    default void listShards_streamArn_findsTheStream() {
        stream().create(2);
        String arn = stream().summary().streamARN();

        assertEquals(
                stream().shards(),
                stream().client().listShards(r -> r.streamARN(arn)).shards());
    }

    @Test
    default void listShards_unknownStream_isNotFound() {
        assertThrows(ResourceNotFoundException.class, () -> stream().shards());
    }

    @Test
    default void splitShard_unevenly_closesItAndOpensTwo() {
        stream().create(1);

        stream().split("shardId-000000000000", "1000");
        List<Shard> shards = stream().shards();

        assertEquals(3, shards.size());
        assertNotNull(shards.get(0).sequenceNumberRange().endingSequenceNumber());
        assertEquals("shardId-000000000000", shards.get(1).parentShardId());
        assertEquals("shardId-000000000000", shards.get(2).parentShardId());
        assertEquals(BigInteger.valueOf(999), end(shards.get(1)));
        assertEquals(BigInteger.valueOf(1000), start(shards.get(2)));
    }

    @Test
    default void splitShard_outsideItsRange_isRefused() {
        stream().create(2);

        assertThrows(InvalidArgumentException.class, () -> stream().split("shardId-000000000001", "1000"));
    }

    @Test
    default void mergeShards_neighbours_closesThemAndOpensOne() {
        stream().create(3);

        stream().merge("shardId-000000000000", "shardId-000000000001");
        List<Shard> shards = stream().shards();

        assertEquals(4, shards.size());
        assertEquals("shardId-000000000000", shards.get(3).parentShardId());
        assertEquals("shardId-000000000001", shards.get(3).adjacentParentShardId());
        assertEquals(start(shards.get(0)), start(shards.get(3)));
        assertEquals(end(shards.get(1)), end(shards.get(3)));
    }

    @Test
    default void mergeShards_notAdjacent_isRefused() {
        stream().create(3);

        assertThrows(
                InvalidArgumentException.class, () -> stream().merge("shardId-000000000000", "shardId-000000000002"));
    }
}
