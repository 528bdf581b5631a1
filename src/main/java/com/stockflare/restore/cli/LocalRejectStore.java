package com.stockflare.restore.cli;

import com.stockflare.restore.backup.RejectFiles;
import com.stockflare.restore.engine.RejectStore;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectsException;
import com.stockflare.restore.model.RestoreJob;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Rejects in a folder of this machine, laid out as they are in S3. */
record LocalRejectStore(Path folder) implements RejectStore {
    /**
     * Makes the folder, and tries whether rejects can be written there. Leaves nothing else behind: most restores have
     * none.
     *
     * @throws RejectsException if they cannot be
     */
    void check() {
        Path place = Files.exists(rejects()) ? rejects() : folder;
        try {
            Files.createDirectories(folder);
            Files.delete(Files.createTempDirectory(place, "rejects"));
        } catch (IOException e) {
            throw unwritable(place, e);
        }
    }

    @Override
    public void write(RestoreJob job, ByteRange between, List<Reject> rejects) {
        RejectFiles files = RejectFiles.of(job, between, rejects);
        Path path = folder.resolve(files.path());
        try {
            Files.createDirectories(path.getParent());
            if (files.csv().length > 0) {
                Files.write(Path.of(path + ".csv"), files.csv());
            }
            Files.write(Path.of(path + ".jsonl"), files.jsonl());
        } catch (IOException e) {
            throw unwritable(path, e);
        }
    }

    private static RejectsException unwritable(Path path, IOException e) {
        return new RejectsException(path.toString(), FileTrouble.of(e) + ". Give another folder with --rejects.", e);
    }

    /** None: each run of the command line is a restore of its own. */
    @Override
    public long endBehind(RestoreJob job) {
        return 0;
    }

    /** Where the rejects of a restore are, for a person to look at. */
    Path of(RestoreJob job) {
        return rejects().resolve(job.restoreId());
    }

    private Path rejects() {
        return folder.resolve("rejects");
    }
}
