package com.stockflare.restore.aws;

import com.stockflare.restore.backup.RejectFiles;
import com.stockflare.restore.engine.RejectStore;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RejectsException;
import com.stockflare.restore.model.RestoreJob;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Rejects in S3, at {@code rejects/<restoreId>/<segment>/<from>-<to>.csv} and {@code .jsonl} of one bucket. */
public final class S3RejectStore implements RejectStore {
    private static final int PRECONDITION_FAILED = 412;

    /** A key behind its {@code <from>-}, see {@link #put}. */
    private static final Pattern REST = Pattern.compile("(\\d{1,18})(-[0-9a-f]{8})?\\.(csv|jsonl)");

    private final S3Client s3;
    private final String bucket;
    private final boolean shared;

    /**
     * @param s3 a client that does not retry by itself
     * @param shared whether another attempt may have written there: if not, nothing is looked for, and the bucket need
     *     not exist as long as nothing is rejected
     */
    public S3RejectStore(S3Client s3, String bucket, boolean shared) {
        this.s3 = s3;
        this.bucket = bucket;
        this.shared = shared;
    }

    @Override
    public void write(RestoreJob job, ByteRange between, List<Reject> rejects) {
        RejectFiles files = RejectFiles.of(job, between, rejects);
        put(files.path(), ".jsonl", files.jsonl());
        if (files.csv().length > 0) {
            put(files.path(), ".csv", files.csv());
        }
    }

    @Override
    public long endBehind(RestoreJob job) {
        if (!shared) {
            return 0;
        }
        String prefix = RejectFiles.pathFrom(job, job.checkpoint().offset());
        try {
            return s3.listObjectsV2Paginator(r -> r.bucket(bucket).prefix(prefix)).contents().stream()
                    .mapToLong(object -> end(object.key().substring(prefix.length())))
                    .filter(end -> end <= job.file().size())
                    .max()
                    .orElse(0);
        } catch (SdkException e) {
            AwsFailure failure = new AwsFailure(e);
            String why = failure.isDenied() ? "access is denied. Allow s3:ListBucket on the bucket" : failure.inWords();
            throw new RejectsException(
                    "s3://" + bucket + "/" + prefix, "those that are there cannot be listed: " + why + ".", e);
        }
    }

    /** 0 of an object that was not put here, such as rows that a person has mended. */
    private static long end(String rest) {
        Matcher matcher = REST.matcher(rest);
        return matcher.matches() ? Long.parseLong(matcher.group(1)) : 0;
    }

    /**
     * The same rows may be there already, from an attempt whose checkpoint was lost. Should others be there, of a file
     * that has been replaced between two attempts, these are put beside them.
     */
    private void put(String path, String ending, byte[] content) {
        if (!putIfAbsent(path + ending, content) && !isThere(path + ending, content)) {
            putIfAbsent(path + "-" + HexFormat.of().toHexDigits(Arrays.hashCode(content)) + ending, content);
        }
    }

    /** False if there is an object of that key. */
    private boolean putIfAbsent(String key, byte[] content) {
        try {
            s3.putObject(r -> r.bucket(bucket).key(key).ifNoneMatch("*"), RequestBody.fromBytes(content));
            return true;
        } catch (SdkException e) {
            AwsFailure failure = new AwsFailure(e);
            if (failure.status() == PRECONDITION_FAILED) {
                return false;
            }
            String why = failure.isDenied() ? "access is denied. Allow s3:PutObject on it" : failure.inWords();
            throw new RejectsException("s3://" + bucket + "/" + key, why + ".", e);
        }
    }

    private boolean isThere(String key, byte[] content) {
        try {
            return Arrays.equals(
                    content, s3.getObjectAsBytes(r -> r.bucket(bucket).key(key)).asByteArrayUnsafe());
        } catch (SdkException e) {
            AwsFailure failure = new AwsFailure(e);
            if (failure.mayPass()) {
                throw new RejectsException("s3://" + bucket + "/" + key, failure.inWords() + ".", e);
            }
            return false;
        }
    }
}
