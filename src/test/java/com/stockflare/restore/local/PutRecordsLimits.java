package com.stockflare.restore.local;

import java.util.List;

/** The limits of a PutRecords call as a whole, as the API reference gives them. One that breaks them is refused whole. */
final class PutRecordsLimits {
    static final int MAX_RECORDS = 500;
    static final int MAX_CALL_BYTES = 10 << 20;

    private PutRecordsLimits() {}

    static void check(List<PutRecordsEntry> records, StreamOptions options) {
        if (records.isEmpty()) {
            throw KinesisError.validation("records", "have length greater than or equal to 1");
        }
        if (records.size() > MAX_RECORDS) {
            throw KinesisError.validation("records", "have length less than or equal to " + MAX_RECORDS);
        }
        int maxRecordBytes = options.maxRecordKiB() << 10;
        long callBytes = 0;
        for (int i = 0; i < records.size(); i++) {
            int bytes = records.get(i).bytes();
            if (bytes > maxRecordBytes) {
                throw KinesisError.validation(
                        "records." + (i + 1) + ".member.data", "have length less than or equal to " + maxRecordBytes);
            }
            callBytes += bytes;
        }
        if (callBytes > MAX_CALL_BYTES) {
            throw KinesisError.invalidArgument("Records size exceeds 10 MB limit");
        }
    }
}
