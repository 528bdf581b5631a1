package com.stockflare.restore.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Events of one shard with sequence numbers from 100 on. */
final class KinesisEvents {

    private static final int FIRST = 100;

    private KinesisEvents() {}

    static KinesisEvent of(List<String> payloads) {
        List<KinesisEventRecord> records = new ArrayList<>();
        for (String payload : payloads) {
            String sequenceNumber = Integer.toString(FIRST + records.size());
            KinesisEvent.Record data = new KinesisEvent.Record();
            data.setSequenceNumber(sequenceNumber);
            data.setData(ByteBuffer.wrap(payload.getBytes(UTF_8)));
            KinesisEventRecord record = new KinesisEventRecord();
            record.setEventID("shardId-000000000003:" + sequenceNumber);
            record.setKinesis(data);
            records.add(record);
        }
        KinesisEvent event = new KinesisEvent();
        event.setRecords(records);
        return event;
    }
}
