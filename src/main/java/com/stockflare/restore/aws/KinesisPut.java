package com.stockflare.restore.aws;

import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;

/**
 * One PutRecords call. The SDK knows it as a call of no records, which {@link KinesisPutInterceptor} fills and whose
 * answer it takes: an object for each record and result would take more time than all else together.
 */
final class KinesisPut {
    static final ExecutionAttribute<KinesisPut> ATTRIBUTE = new ExecutionAttribute<>("KinesisPut");

    private final String stream;
    private final Batch batch;
    private KinesisPutFormat format;
    private KinesisPutBody body;
    private PutResult result;

    KinesisPut(String stream, Batch batch) {
        this.stream = stream;
        this.batch = batch;
    }

    /** Refused by the service if nobody fills it. */
    PutRecordsRequest request() {
        return PutRecordsRequest.builder()
                .streamName(stream)
                .records(List.of())
                .overrideConfiguration(o -> o.putExecutionAttribute(ATTRIBUTE, this))
                .build();
    }

    KinesisPutBody body(String contentType) {
        if (body == null) {
            format = KinesisPutFormat.of(contentType);
            body = new KinesisPutBody(format, stream, batch);
        }
        return body;
    }

    /** @throws IOException if it is no answer, so that nothing is acknowledged */
    void readAnswer(InputStream answer) throws IOException {
        result = KinesisPutAnswer.read(format.reader(answer), batch.size());
    }

    byte[] emptyAnswer() {
        return format.emptyAnswer();
    }

    boolean hasAnswer() {
        return result != null;
    }

    /** What the answer said; all have failed where there was none. */
    PutResult result() {
        return result == null ? allFailed(false) : result;
    }

    PutResult allFailed(boolean throttled) {
        List<PutResult.Failed> failed = new ArrayList<>(batch.size());
        for (int i = 0; i < batch.size(); i++) {
            failed.add(new PutResult.Failed(i, throttled));
        }
        return new PutResult(failed, Set.of());
    }
}
