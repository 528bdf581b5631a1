package com.stockflare.restore.lambda;

import com.stockflare.restore.lambda.RestoreEvent.NewRestore;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreRequest;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which table a file under the restore prefix is for: {@code <table>/<name>} or {@code <table>_<ISO timestamp>.csv}. */
record DroppedFile(Settings settings) {
    private static final Pattern IN_A_FOLDER = Pattern.compile("([^/]+)/[^/]+");
    private static final Pattern WITH_A_TIMESTAMP = Pattern.compile("([^/]+)_\\d{4}-\\d{2}-\\d{2}T[^/_]+\\.csv");

    /**
     * An object that has been created.
     *
     * @param key as it is, not URL-encoded
     * @param versionId null where the bucket keeps no versions
     * @param sequencer tells an upload of the same key from the one before; null where the event has none
     */
    record Created(String bucket, String key, String versionId, String sequencer) {}

    /**
     * The restore that an object starts.
     *
     * @return nothing for a folder, or for a key that is not under the prefix
     * @throws InvalidRequestException if the key does not say which table it is for
     */
    Optional<NewRestore> restore(Created object) {
        String key = object.key();
        if (!key.startsWith(settings.restorePrefix()) || key.endsWith("/")) {
            return Optional.empty();
        }
        RestoreRequest request = new RestoreRequest(
                table(object), object.bucket(), key, object.versionId(), settings.kinesisStream(), 0, Decode.AUTO);
        String identity = object.bucket() + "\n" + key + "\n" + object.versionId() + "\n" + object.sequencer();
        return Optional.of(new NewRestore(request, identity));
    }

    private String table(Created object) {
        String rest = object.key().substring(settings.restorePrefix().length());
        for (Pattern pattern : new Pattern[] {IN_A_FOLDER, WITH_A_TIMESTAMP}) {
            Matcher matcher = pattern.matcher(rest);
            if (matcher.matches()) {
                return matcher.group(1);
            }
        }
        throw new InvalidRequestException(BackupFile.uri(object.bucket(), object.key())
                + " does not say which table it is for. Drop it at " + settings.restorePrefix() + "<table>/<name>.csv");
    }
}
