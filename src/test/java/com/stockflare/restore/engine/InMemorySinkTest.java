package com.stockflare.restore.engine;

import java.util.List;

class InMemorySinkTest extends RecordSinkContract {
    private final InMemorySink stream = new InMemorySink(STREAM, SHARDS);

    @Override
    protected RecordSink sink() {
        return stream;
    }

    @Override
    protected List<String> records() {
        return stream.records();
    }

    @Override
    protected void reshard() {
        stream.reshard(SHARDS + 1);
    }
}
