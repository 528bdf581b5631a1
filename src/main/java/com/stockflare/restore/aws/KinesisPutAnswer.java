package com.stockflare.restore.aws;

import com.stockflare.restore.stream.PutResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Reads the answer to a PutRecords call once through. */
final class KinesisPutAnswer {
    private static final String THROTTLED = "ProvisionedThroughputExceededException";

    private final KinesisAnswerReader reader;
    private final int records;
    private final List<PutResult.Failed> failed = new ArrayList<>();
    private final Set<String> shardIds = new HashSet<>();
    private int read;

    private KinesisPutAnswer(KinesisAnswerReader reader, int records) {
        this.reader = reader;
        this.records = records;
    }

    /**
     * Reads an answer to its last byte.
     *
     * @param records that were sent
     * @throws IOException if it breaks off, or is not an answer to this call, whoever gave it
     */
    static PutResult read(KinesisAnswerReader reader, int records) throws IOException {
        return new KinesisPutAnswer(reader, records).read();
    }

    private PutResult read() throws IOException {
        reader.startMap();
        for (KinesisAnswerReader.Name name = reader.nextName(); name != null; name = reader.nextName()) {
            if (name == KinesisAnswerReader.Name.RECORDS) {
                readRecords();
            } else {
                reader.skip();
            }
        }
        reader.end();
        if (read != records) {
            throw new IOException("an answer about " + read + " records instead of " + records);
        }
        return new PutResult(failed, shardIds);
    }

    private void readRecords() throws IOException {
        reader.startArray();
        while (reader.nextElement()) {
            if (read == records) {
                throw new IOException("an answer about more records than " + records);
            }
            readRecord();
            read++;
        }
    }

    private void readRecord() throws IOException {
        String errorCode = null;
        String shardId = null;
        reader.startMap();
        for (KinesisAnswerReader.Name name = reader.nextName(); name != null; name = reader.nextName()) {
            switch (name) {
                case ERROR_CODE -> errorCode = reader.text();
                case SHARD_ID -> shardId = reader.text();
                default -> reader.skip();
            }
        }
        if (errorCode != null || shardId == null) {
            failed.add(new PutResult.Failed(read, THROTTLED.equals(errorCode)));
        } else {
            shardIds.add(shardId);
        }
    }
}
