package com.stockflare.restore.cli;

import com.stockflare.restore.engine.BackupSource;
import com.stockflare.restore.engine.BackupSourceContract;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalFileSourceTest extends BackupSourceContract {
    @TempDir
    private Path folder;

    @Override
    protected BackupSource source() {
        return new LocalFileSource();
    }

    @Override
    protected RestoreRequest put(String name, byte[] content) {
        try {
            Files.write(folder.resolve(name), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return request(name);
    }

    @Override
    protected RestoreRequest missing() {
        return request("missing.csv");
    }

    private RestoreRequest request(String name) {
        return new RestoreRequest("Rates", "", folder.resolve(name).toString(), null, "put-stream", 0, Decode.AUTO);
    }
}
