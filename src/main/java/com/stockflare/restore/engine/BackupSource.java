package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import java.io.InputStream;

/** Where backup files are read from. Does not try again by itself: the engine does. */
public interface BackupSource {
    /**
     * Looks at the file that a request names.
     *
     * @throws SourceException if it is not there or cannot be read
     */
    BackupFile head(RestoreRequest request);

    /**
     * Opens a range of exactly this state of the file. The body may break off with an IOException; it is then opened
     * again at the byte after the last.
     *
     * @param range not empty
     * @throws SourceException {@code SOURCE_CHANGED} if the file is not the same any more
     */
    InputStream open(BackupFile file, ByteRange range);
}
