package com.stockflare.restore.aws;

import com.stockflare.restore.engine.BackupSource;
import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException;
import com.stockflare.restore.model.SourceException.Reason;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** Backup files in S3. Every read carries {@code If-Match}, and the version where the bucket keeps versions. */
public final class S3BackupSource implements BackupSource {
    private final S3Client s3;

    public S3BackupSource(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public BackupFile head(RestoreRequest request) {
        HeadObjectResponse head;
        try {
            head = s3.headObject(
                    r -> r.bucket(request.bucket()).key(request.file()).versionId(request.versionId()));
        } catch (SdkException e) {
            throw failure(new BackupFile(request.bucket(), request.file(), request.versionId(), "", 0), 0, e);
        }
        BackupFile file =
                new BackupFile(request.bucket(), request.file(), head.versionId(), head.eTag(), head.contentLength());
        if (isArchived(head)) {
            throw archived(file, head.archiveStatus() != null, null);
        }
        return file;
    }

    /** Archived, and no thawed copy there to read. */
    private static boolean isArchived(HeadObjectResponse head) {
        boolean thawed = head.restore() != null && head.restore().contains("ongoing-request=\"false\"");
        // Null for STANDARD, which S3 does not name.
        StorageClass kind = head.storageClass();
        boolean archive = kind == StorageClass.GLACIER || kind == StorageClass.DEEP_ARCHIVE;
        return !thawed && (archive || head.archiveStatus() != null);
    }

    @Override
    public InputStream open(BackupFile file, ByteRange range) {
        try {
            ResponseInputStream<GetObjectResponse> body = s3.getObject(r -> r.bucket(file.bucket())
                    .key(file.key())
                    .versionId(file.versionId())
                    .ifMatch(file.etag())
                    .range(range.toHttpHeader()));
            checkRange(file, range, body);
            return new Body(body, range.length());
        } catch (SdkException e) {
            throw failure(file, range.from(), e);
        }
    }

    /** Whoever answers with the whole object would have its start taken for every part. */
    private static void checkRange(BackupFile file, ByteRange range, ResponseInputStream<GetObjectResponse> body) {
        String answered = body.response().contentRange();
        if (answered == null || !answered.startsWith("bytes " + range.from() + "-")) {
            body.abort();
            throw new SourceException(
                    Reason.SOURCE_UNREADABLE,
                    range.from(),
                    file.uri() + " cannot be read at offset " + range.from() + ": the service answered with other bytes"
                            + " than were asked for. Check the endpoint.",
                    null);
        }
    }

    private SourceException failure(BackupFile file, long offset, SdkException e) {
        AwsFailure failure = new AwsFailure(e);
        String uri = file.uri();
        if (failure.code().equals("InvalidObjectState")) {
            return archived(file, false, e);
        }
        return switch (failure.status()) {
            case 412, 416 ->
                new SourceException(
                        Reason.SOURCE_CHANGED,
                        offset,
                        uri + " has changed since the restore began. Start a new restore of the file as it is now.",
                        e);
            case 404 -> missing(file, offset, e);
            case 301, 307 -> elsewhere(file, offset, e);
            case 400 -> failure.isBadCredentials() ? unreadable(file, offset, failure) : elsewhere(file, offset, e);
            case 403 ->
                new SourceException(Reason.SOURCE_DENIED, offset, uri + " cannot be read: " + denied(failure) + ".", e);
            default -> unreadable(file, offset, failure);
        };
    }

    private static SourceException unreadable(BackupFile file, long offset, AwsFailure failure) {
        return new SourceException(
                failure.mayPass() ? Reason.SOURCE_UNREADABLE : Reason.SOURCE_DENIED,
                offset,
                file.uri() + " cannot be read at offset " + offset + ": " + failure.inWords() + ".",
                failure.cause());
    }

    private static String denied(AwsFailure failure) {
        return failure.isDenied()
                ? "access is denied. Allow s3:GetObject (s3:GetObjectVersion for a version) on it and s3:ListBucket on"
                        + " its bucket, and the use of its KMS key where it has one"
                : failure.inWords();
    }

    private SourceException missing(BackupFile file, long offset, SdkException e) {
        String what = bucketExists(file.bucket())
                ? "There is no object " + file.uri()
                        + (file.versionId() == null ? "" : " of version " + file.versionId())
                        + ". Look for it with \"aws s3 ls s3://" + file.bucket() + "/\"."
                : "There is no bucket " + file.bucket() + ". Check its name, and the account.";
        return new SourceException(Reason.SOURCE_NOT_FOUND, offset, what, e);
    }

    private boolean bucketExists(String bucket) {
        try {
            s3.headBucket(r -> r.bucket(bucket));
            return true;
        } catch (SdkException e) {
            return new AwsFailure(e).status() != 404;
        }
    }

    /** A HEAD has no body that would tell which it is: the wrong region, or credentials that have expired. */
    private static SourceException elsewhere(BackupFile file, long offset, SdkException e) {
        String region = e instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? service.awsErrorDetails()
                        .sdkHttpResponse()
                        .firstMatchingHeader("x-amz-bucket-region")
                        .orElse(null)
                : null;
        AwsFailure failure = new AwsFailure(e);
        String why = region == null
                ? failure.inWords() + ". Check the region, the bucket's name, and that the credentials have not expired"
                : "its bucket is in the region " + region + ". Use that region (-r " + region + ", or AWS_REGION)";
        return new SourceException(Reason.SOURCE_DENIED, offset, file.uri() + " cannot be read: " + why + ".", e);
    }

    private static SourceException archived(BackupFile file, boolean intelligentTiering, SdkException e) {
        String days = intelligentTiering ? "" : "\"Days\":7,";
        return new SourceException(
                Reason.SOURCE_ARCHIVED,
                0,
                file.uri() + " is archived. Thaw it, which takes hours, and start again: aws s3api restore-object"
                        + " --bucket " + file.bucket() + " --key '" + file.key().replace("'", "'\\''") + "'"
                        + (file.versionId() == null ? "" : " --version-id " + file.versionId())
                        + " --restore-request '{" + days + "\"GlacierJobParameters\":{\"Tier\":\"Standard\"}}'",
                e);
    }

    /**
     * The bytes of a range. Closed before their end, they give their connection up: it could only be kept by reading
     * all the rest.
     */
    private static final class Body extends FilterInputStream {
        private final ResponseInputStream<?> response;
        private long left;

        Body(ResponseInputStream<?> response, long length) {
            super(response);
            this.response = response;
            this.left = length;
        }

        @Override
        public int read() throws IOException {
            int b = super.read();
            left -= b < 0 ? 0 : 1;
            return b;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int read = super.read(bytes, from, length);
            left -= Math.max(0, read);
            return read;
        }

        @Override
        public void close() throws IOException {
            if (left > 0) {
                response.abort();
            } else {
                super.close();
            }
        }
    }
}
