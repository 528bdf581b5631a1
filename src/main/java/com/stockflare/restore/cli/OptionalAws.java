package com.stockflare.restore.cli;

import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.aws.DynamoDbTableCatalog;
import com.stockflare.restore.aws.KinesisSink;
import com.stockflare.restore.engine.Notes;
import com.stockflare.restore.engine.RecordSink;
import com.stockflare.restore.engine.TableCatalog;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.model.TableException;
import com.stockflare.restore.model.TableException.Reason;
import com.stockflare.restore.model.TableSchema;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.StreamShape;

/** Stream and table for a dry run that needs neither: what it was not told, or cannot look at, it does without. */
record OptionalAws(AwsClients clients) {
    /** Sends nothing. */
    RecordSink stream() {
        return new RecordSink() {
            @Override
            public StreamShape describe(String stream, Notes notes) {
                return shape(stream, notes);
            }

            @Override
            public PutResult put(String stream, Batch batch) {
                return NOWHERE.put(stream, batch);
            }
        };
    }

    private StreamShape shape(String stream, Notes notes) {
        if (!stream.isEmpty()) {
            try {
                return new KinesisSink(clients.kinesis()).describe(stream, notes);
            } catch (RestoreException e) {
                if (e.code().equals(StreamException.Reason.STREAM_NOT_FOUND.name())) {
                    throw e;
                }
                notes.note("How long the restore will take is not known: " + e.getMessage());
            }
        }
        return RecordSink.NOWHERE.describe(stream, notes);
    }

    TableCatalog table() {
        return (table, notes) -> {
            if (!table.isEmpty()) {
                try {
                    return new DynamoDbTableCatalog(clients.dynamoDbWithRetries()).describe(table, notes);
                } catch (RestoreException e) {
                    if (e instanceof TableException && !e.code().equals(Reason.TABLE_UNAVAILABLE.name())) {
                        throw e;
                    }
                    notes.note("The items are not checked for the table's keys: " + e.getMessage());
                }
            }
            return TableSchema.unknown(table);
        };
    }
}
