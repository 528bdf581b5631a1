package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.SourceException.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Files in memory, by their keys. An ETag is the hash of the content. */
final class InMemorySource implements BackupSource {
    private final Map<String, byte[]> files = new HashMap<>();

    static InMemorySource of(byte[] content) {
        InMemorySource source = new InMemorySource();
        source.put(Bench.REQUEST.file(), content);
        return source;
    }

    void put(String key, byte[] content) {
        files.put(key, content);
    }

    @Override
    public BackupFile head(RestoreRequest request) {
        byte[] content = files.get(request.file());
        if (content == null) {
            throw new SourceException(Reason.SOURCE_NOT_FOUND, 0, "There is no " + request.fileUri() + ".", null);
        }
        return new BackupFile(request.bucket(), request.file(), null, etag(content), content.length);
    }

    @Override
    public InputStream open(BackupFile file, ByteRange range) {
        byte[] content = files.get(file.key());
        if (content == null || !etag(content).equals(file.etag())) {
            throw new SourceException(Reason.SOURCE_CHANGED, range.from(), file.uri() + " has changed.", null);
        }
        return new ByteArrayInputStream(content, (int) range.from(), (int) range.length());
    }

    private static String etag(byte[] content) {
        return "\"" + Arrays.hashCode(content) + "\"";
    }
}
