package com.stockflare.restore.engine;

import java.util.List;

/** A script without faults changes nothing. */
class ScriptedSinkTest extends RecordSinkContract {
    private final InMemorySink stream = new InMemorySink(STREAM, SHARDS);
    private final ScriptedSink scripted = new ScriptedSink(stream, (number, batch) -> ScriptedSink.Fate.TAKEN);

    @Override
    protected RecordSink sink() {
        return scripted;
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
