package com.stockflare.restore.engine;

import com.stockflare.restore.model.StreamException;
import com.stockflare.restore.stream.Batch;
import com.stockflare.restore.stream.PutResult;
import com.stockflare.restore.stream.StreamShape;
import java.util.List;

/** The streams that records are sent to. Does not try again by itself: the engine does. Used by several threads at once. */
public interface RecordSink {
    /** For a dry run that is to know of no stream. */
    RecordSink NOWHERE = new RecordSink() {
        @Override
        public StreamShape describe(String stream, Notes notes) {
            return new StreamShape(List.of(), StreamShape.DEFAULT_MAX_RECORD_BYTES, StreamShape.DEFAULT_RETENTION);
        }

        @Override
        public PutResult put(String stream, Batch batch) {
            throw new IllegalStateException("a dry run sends nothing");
        }
    };

    /**
     * Looks at a stream.
     *
     * @param notes told in a sentence what could not be found out and what is assumed in its stead
     * @throws StreamException if it is not there or does not take records
     */
    StreamShape describe(String stream, Notes notes);

    /**
     * Sends a batch, and waits for the answer.
     *
     * @param batch the sink's until this ends, in whatever way, and not a moment longer: it is filled anew then
     * @throws StreamException if no second try can succeed
     */
    PutResult put(String stream, Batch batch);
}
