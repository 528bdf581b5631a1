package com.stockflare.restore.lambda;

import com.stockflare.restore.lambda.RestoreEvent.Begin;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An object that has been created. Below the restore prefix it is a file to restore, and its key says which table it is
 * for: {@code <table>/<name>} or {@code <table>_<ISO timestamp>.csv}.
 *
 * @param key as it is, not URL-encoded
 * @param versionId null where the bucket keeps no versions
 * @param sequencer tells an upload of the same key from the one before; null where the event has none
 */
record DroppedFile(String bucket, String key, String versionId, String sequencer) {
    private static final Pattern IN_A_FOLDER = Pattern.compile("([^/]+)/[^/]+");
    private static final Pattern WITH_A_TIMESTAMP = Pattern.compile("([^/]+)_\\d{4}-\\d{2}-\\d{2}T[^/_]+\\.csv");

    /** Whether it is to be restored: a folder is not, nor what lies elsewhere. */
    boolean isUnder(String restorePrefix) {
        return key.startsWith(restorePrefix) && !key.endsWith("/");
    }

    /** @throws InvalidRequestException if the key does not say which table it is for */
    Begin restore(Settings settings) {
        RestoreRequest request = new RestoreRequest(
                table(settings.restorePrefix()), bucket, key, versionId, settings.kinesisStream(), 0, Decode.AUTO);
        return new Begin(request, bucket + "\n" + key + "\n" + versionId + "\n" + sequencer, false);
    }

    private String table(String restorePrefix) {
        String rest = key.substring(restorePrefix.length());
        for (Pattern pattern : new Pattern[] {IN_A_FOLDER, WITH_A_TIMESTAMP}) {
            Matcher matcher = pattern.matcher(rest);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        throw new InvalidRequestException(BackupFile.uri(bucket, key)
                + " does not say which table it is for. Drop it at " + restorePrefix + "<table>/<name>.csv");
    }
}
