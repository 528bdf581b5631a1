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
            throw new RejectsException(path.toString(), FileTrouble.of(e) + ".", e);
        }
    }

    /** None: each run of the command line is a restore of its own. */
    @Override
    public long endBehind(RestoreJob job) {
        return 0;
    }

    /** Where the rejects of a restore are, for a person to look at. */
    Path of(RestoreJob job) {
        return folder.resolve("rejects").resolve(job.restoreId());
    }
}
