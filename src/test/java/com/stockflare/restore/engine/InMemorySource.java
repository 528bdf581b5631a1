package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.SourceException.Reason;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;

/** Files in memory, by their keys. Each content that is put has an ETag of its own. */
final class InMemorySource implements BackupSource {
    private final Map<String, Content> files = new HashMap<>();
    private int puts;

    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Content(byte[] bytes, String etag) {}

    static InMemorySource of(byte[] content) {
        InMemorySource source = new InMemorySource();
        source.put(Bench.REQUEST.file(), content);
        return source;
    }

    void put(String key, byte[] content) {
        files.put(key, new Content(content, "\"" + ++puts + "\""));
    }

    @Override
    public BackupFile head(RestoreRequest request) {
        Content content = files.get(request.file());
        if (content == null) {
            throw new SourceException(Reason.SOURCE_NOT_FOUND, 0, "There is no " + request.fileUri() + ".", null);
        }
        return new BackupFile(request.bucket(), request.file(), null, content.etag(), content.bytes().length);
    }

    @Override
    public InputStream open(BackupFile file, ByteRange range) {
        Content content = files.get(file.key());
        if (content == null || !content.etag().equals(file.etag())) {
            throw new SourceException(Reason.SOURCE_CHANGED, range.from(), file.uri() + " has changed.", null);
        }
        return new ByteArrayInputStream(content.bytes(), (int) range.from(), (int) range.length());
    }
}
