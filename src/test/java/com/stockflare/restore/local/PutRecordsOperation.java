package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** PutRecords: from the request's bytes to the answer, and whatever the faults make of it. */
final class PutRecordsOperation {
    private final KinesisStreams streams;
    private final AtomicLong calls = new AtomicLong();
    private volatile PutRecordsFaults faults = PutRecordsFaults.none();

    PutRecordsOperation(KinesisStreams streams) {
        this.streams = streams;
    }

    void setFaults(PutRecordsFaults faults) {
        this.faults = faults;
    }

    /** The answer, or none if the connection is to be closed without one. */
    Optional<KinesisReply> answer(byte[] body, KinesisProtocol protocol) throws IOException {
        PutRecordsCall call = PutRecordsParser.parse(body, protocol, calls.incrementAndGet());
        LocalStream stream = streams.find(call.stream());
        PutRecordsLimits.check(call.records(), stream.options());
        stream.countCall(call.records().size());

        PutRecordsFault fault = faults.on(call);
        List<PutOutcome> outcomes = fault.accepts() ? stream.put(call.records(), fault.failedRecords()) : List.of();
        pause(fault.latency());
        if (fault.error().isPresent()) {
            throw fault.error().get();
        }
        return fault.answers() ? Optional.of((out, same) -> write(outcomes, out)) : Optional.empty();
    }

    private static void write(List<PutOutcome> outcomes, JsonGenerator out) throws IOException {
        int failed = 0;
        out.writeArrayFieldStart("Records");
        for (PutOutcome outcome : outcomes) {
            outcome.write(out);
            failed += outcome.failed() ? 1 : 0;
        }
        out.writeEndArray();
        out.writeNumberField("FailedRecordCount", failed);
        out.writeStringField("EncryptionType", "NONE");
    }

    private static void pause(Duration wait) throws IOException {
        if (wait.isZero()) {
            return;
        }
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            throw new IOException("the server was closed", e);
        }
    }
}
