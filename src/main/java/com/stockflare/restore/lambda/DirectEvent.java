package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.lambda.RestoreEvent.Begin;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.Fault;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.RestoreRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The direct event, {@code {"table":…,"file":…,"bucket":…,"stream":…,"partitions":…,"decode":…,"segments":…,
 * "rate":…,"maxRejects":…,"ignoreLag":…,"dryRun":…,"force":…}}.
 */
final class DirectEvent {
    private final JsonNode json;
    private final List<Fault> faults = new ArrayList<>();

    private DirectEvent(JsonNode json) {
        this.json = json;
    }

    /**
     * Reads the event.
     *
     * @param identity of the restore, see {@link Begin}
     * @throws InvalidRequestException with every fault there is
     */
    static Begin read(JsonNode json, Settings settings, String identity) {
        DirectEvent event = new DirectEvent(json);
        boolean force = event.flag("force");
        return new Begin(event.request(settings), identity, force);
    }

    private RestoreRequest request(Settings settings) {
        json.fieldNames().forEachRemaining(this::checkName);
        String table = text("table", null);
        String bucket = text("bucket", settings.backupFileBucket());
        String file = text("file", null);
        String stream = text("stream", settings.kinesisStream());
        int partitions = number("partitions", RestoreRequest.MAX_PARTITIONS, "");
        int segments = isAuto("segments") ? 0 : number("segments", RestoreRequest.MAX_SEGMENTS, ", or \"auto\"");
        int rate = number("rate", RestoreRequest.MAX_RATE, "");
        if (segments > 1 && settings.ledgerTable() == null) {
            fault(
                    "segments",
                    "segments are not possible without a ledger, which knows who works on which: leave them out");
        }
        Decode decode = decode();
        MaxRejects maxRejects = maxRejects();
        boolean ignoreLag = flag("ignoreLag");
        boolean dryRun = flag("dryRun");
        try {
            RestoreRequest request = new RestoreRequest(
                    table,
                    bucket,
                    file,
                    null,
                    stream,
                    partitions,
                    decode,
                    maxRejects,
                    ignoreLag,
                    segments,
                    rate,
                    dryRun);
            if (faults.isEmpty()) {
                return request;
            }
        } catch (InvalidRequestException e) {
            faults.addAll(e.faults());
        }
        throw new InvalidRequestException(faults);
    }

    private void checkName(String name) {
        switch (name) {
            case "table", "bucket", "file", "stream", "partitions", "decode", "segments", "rate", "maxRejects" -> {}
            case "ignoreLag", "dryRun", "force" -> {}
            default ->
                fault(
                        name,
                        "\"" + name + "\" is no field of this request: it has table, file, bucket, stream,"
                                + " partitions, decode, segments, rate, maxRejects, ignoreLag, dryRun and force");
        }
    }

    private void fault(String field, String detail) {
        faults.add(Fault.invalid(field, detail));
    }

    private String text(String name, String otherwise) {
        JsonNode value = json.path(name);
        if (isLeftOut(value)) {
            return otherwise;
        }
        if (!value.isTextual()) {
            fault(name, name + " is not text");
        }
        return value.asText();
    }

    /** Also the empty text: a bucket without a name would stand for this machine. */
    private static boolean isLeftOut(JsonNode value) {
        return value.isMissingNode()
                || value.isNull()
                || (value.isTextual() && value.textValue().isBlank());
    }

    private boolean isAuto(String name) {
        return json.path(name).asText().equals("auto");
    }

    /**
     * 0 where it is left out.
     *
     * @param orElse what else it may be, in the words of the fault
     */
    private int number(String name, int most, String orElse) {
        JsonNode value = json.path(name);
        if (isLeftOut(value)) {
            return 0;
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.asInt() < 1 || value.asInt() > most) {
            fault(name, name + " is not right: it must be a number from 1 to " + most + orElse);
            return 0;
        }
        return value.asInt();
    }

    private boolean flag(String name) {
        JsonNode value = json.path(name);
        if (isLeftOut(value)) {
            return false;
        }
        if (!value.isBoolean()) {
            fault(name, name + " is not right: it must be true or false");
        }
        return value.asBoolean();
    }

    private MaxRejects maxRejects() {
        JsonNode value = json.path("maxRejects");
        if (isLeftOut(value)) {
            return MaxRejects.NONE;
        }
        try {
            return MaxRejects.parse(value.asText());
        } catch (IllegalArgumentException e) {
            fault("maxRejects", "maxRejects is not right: it must be a number of rows, or a percentage such as \"5%\"");
            return MaxRejects.NONE;
        }
    }

    private Decode decode() {
        String name = text("decode", "auto");
        Decode decode = Map.of("auto", Decode.AUTO, "base64", Decode.BASE64, "none", Decode.NONE)
                .get(name.toLowerCase(Locale.ROOT));
        if (decode == null) {
            fault("decode", "decode \"" + name + "\" is not right: it must be auto, base64 or none");
            return Decode.AUTO;
        }
        return decode;
    }
}
