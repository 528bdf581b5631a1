package com.stockflare.restore.engine;

import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreRequest;

class InMemorySourceTest extends BackupSourceContract {
    private final InMemorySource source = new InMemorySource();

    @Override
    protected BackupSource source() {
        return source;
    }

    @Override
    protected RestoreRequest put(String name, byte[] content) {
        source.put(name, content);
        return request(name);
    }

    @Override
    protected RestoreRequest missing() {
        return request("missing.csv");
    }

    private static RestoreRequest request(String name) {
        return new RestoreRequest("Rates", "backups", name, null, "put-stream", 0, Decode.AUTO);
    }
}
