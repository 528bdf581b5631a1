package com.stockflare.restore.cli;

import com.stockflare.restore.engine.BackupSource;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.SourceException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** A backup file on this machine. Held to its size and the time of its last change, as one in S3 is to its ETag. */
final class LocalFileSource implements BackupSource {
    @Override
    public BackupFile head(RestoreRequest request) {
        return look(request.file());
    }

    private static BackupFile look(String name) {
        Path path = Path.of(name);
        try {
            BasicFileAttributes found = Files.readAttributes(path, BasicFileAttributes.class);
            if (!found.isRegularFile()) {
                throw new SourceException(Reason.SOURCE_NOT_FOUND, 0, name + " is not a file.", null);
            }
            return new BackupFile("", name, null, found.lastModifiedTime().toString(), found.size());
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    @Override
    public InputStream open(BackupFile file, ByteRange range) {
        if (!look(file.key()).equals(file)) {
            throw new SourceException(
                    Reason.SOURCE_CHANGED,
                    range.from(),
                    file.key() + " has changed since the restore began. Start a new restore of the file as it is now.",
                    null);
        }
        try {
            FileChannel channel = FileChannel.open(Path.of(file.key()));
            channel.position(range.from());
            return Channels.newInputStream(channel);
        } catch (IOException e) {
            throw unreadable(Path.of(file.key()), e);
        }
    }

    private static SourceException unreadable(Path path, IOException e) {
        if (e instanceof NoSuchFileException) {
            return new SourceException(
                    Reason.SOURCE_NOT_FOUND, 0, "There is no file " + path.toAbsolutePath() + ".", e);
        }
        return new SourceException(Reason.SOURCE_DENIED, 0, path + " cannot be read: " + FileTrouble.of(e) + ".", e);
    }
}
