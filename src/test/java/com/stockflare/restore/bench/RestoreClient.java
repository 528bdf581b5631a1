package com.stockflare.restore.bench;

import com.google.common.base.Splitter;
import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.aws.KinesisSink;
import com.stockflare.restore.aws.S3BackupSource;
import com.stockflare.restore.engine.ConsumerLag;
import com.stockflare.restore.engine.EngineOptions;
import com.stockflare.restore.engine.EngineRuntime;
import com.stockflare.restore.engine.Progress;
import com.stockflare.restore.engine.ProgressListener;
import com.stockflare.restore.engine.RejectStore;
import com.stockflare.restore.engine.RestoreEngine;
import com.stockflare.restore.engine.StopSignal;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Checkpoint;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.Status;
import java.util.List;

/**
 * What is measured: restores an object as Lambda and the command line do it, but for the ledger. Asked with its key, and the
 * stream's name if it is another than the usual.
 */
final class RestoreClient {
    private RestoreClient() {}

    public static void main(String[] args) {
        RestoreEngine engine = engine();
        MemoryPeak memory = MemoryPeak.watch();
        ChildJvm.answer(
                asked -> memory.addTo(restore(engine, request(Splitter.on(' ').splitToList(asked)))));
    }

    private static RestoreRequest request(List<String> objectAndStream) {
        return new RestoreRequest(
                RowKind.TABLE,
                GeneratedS3.BUCKET,
                objectAndStream.get(0),
                null,
                objectAndStream.size() > 1 ? objectAndStream.get(1) : QuickKinesis.STREAM,
                0,
                Decode.AUTO,
                MaxRejects.NONE,
                true,
                1,
                0,
                false);
    }

    private static RestoreEngine engine() {
        AwsClients clients = new AwsClients(System.getenv(), null, AwsClients.MOST_CALL_TIMEOUT);
        return new RestoreEngine(new RestoreEngine.Ports(
                new S3BackupSource(clients.s3()),
                new KinesisSink(clients.kinesis()),
                new NoRejects(),
                (table, notes) -> RowKind.SCHEMA,
                ConsumerLag.UNKNOWN,
                EngineRuntime.system(EngineOptions.DEFAULT)));
    }

    /** From the first look at the file to the last acknowledgement. */
    private static Report restore(RestoreEngine engine, RestoreRequest request) {
        Stopwatch watch = new Stopwatch();
        RestoreJob job = new RestoreJob("bench", request, engine.find(request), Checkpoint.START);
        Outcome outcome = engine.run(job, RestoreEngine.Watch.alone(StopSignal.NEVER, new Notes()));
        if (outcome.status() != Status.COMPLETED) {
            throw new IllegalStateException("the restore ended as " + outcome);
        }
        return Report.ofRows(outcome.checkpoint().counts().sent(), watch);
    }

    /** Every row is good. */
    private static final class NoRejects implements RejectStore {
        @Override
        public void write(RestoreJob job, ByteRange between, List<Reject> rejects) {
            throw new IllegalStateException(
                    "a row was rejected: " + rejects.get(0).reason());
        }

        @Override
        public long endBehind(RestoreJob job) {
            return 0;
        }
    }

    private static final class Notes implements ProgressListener {
        @Override
        public void progress(Progress progress) {
            // The report comes at the end.
        }

        @Override
        public void note(String sentence) {
            System.err.println(sentence);
        }
    }
}
