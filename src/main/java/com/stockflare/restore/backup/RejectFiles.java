package com.stockflare.restore.backup;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.MinimalPrettyPrinter;
import com.stockflare.restore.model.ByteRange;
import com.stockflare.restore.model.Reject;
import com.stockflare.restore.model.RestoreJob;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The two files that hold the rejects between two checkpoints: the rows as they were, itself a backup file that can be
 * mended and restored, and a line for each that says why.
 *
 * @param path {@code rejects/<restoreId>/<segment>/<from>-<to>}, to be followed by {@code .csv} and {@code .jsonl}
 * @param csv each row with a line ending; empty where every row is too long to be held
 * @param jsonl {@code {"offset":…,"length":…,"reason":"CODE","detail":…}} a line
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record RejectFiles(String path, byte[] csv, byte[] jsonl) {
    private static final JsonFactory JSON = new JsonFactory();

    public static RejectFiles of(RestoreJob job, ByteRange between, List<Reject> rejects) {
        return new RejectFiles(pathFrom(job, between.from()) + between.to(), csv(rejects), jsonl(rejects));
    }

    /** How the path of all rejects from a checkpoint on begins: {@code rejects/<restoreId>/<segment>/<from>-}. */
    public static String pathFrom(RestoreJob job, long offset) {
        return "rejects/" + job.restoreId() + "/" + job.checkpoint().segment() + "/" + offset + "-";
    }

    private static byte[] csv(List<Reject> rejects) {
        ByteArrayOutputStream csv = new ByteArrayOutputStream();
        for (Reject reject : rejects) {
            if (reject.row() != null) {
                csv.writeBytes(reject.row());
                csv.write('\n');
            }
        }
        return csv.toByteArray();
    }

    private static byte[] jsonl(List<Reject> rejects) {
        ByteArrayOutputStream jsonl = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(jsonl)) {
            json.setPrettyPrinter(new MinimalPrettyPrinter("\n"));
            for (Reject reject : rejects) {
                json.writeStartObject();
                json.writeNumberField("offset", reject.offset());
                json.writeNumberField("length", reject.length());
                json.writeStringField("reason", reject.reason().name());
                json.writeStringField("detail", detail(reject));
                json.writeEndObject();
            }
            json.writeRaw('\n');
        } catch (IOException e) {
            throw new UncheckedIOException("there is no I/O in an array", e);
        }
        return jsonl.toByteArray();
    }

    private static String detail(Reject reject) {
        return reject.detail().isEmpty()
                ? reject.reason().sentence()
                : reject.reason().sentence() + " Found: " + reject.detail() + ".";
    }
}
