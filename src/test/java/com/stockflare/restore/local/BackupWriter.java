package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Writes backup files as dynamodb-backup does: {@code JSON.stringify} of each item in a row, rows joined with a newline, none at the end.
 *
 * @param rows how a row holds its JSON
 * @param binary how the JSON holds binary values
 */
public record BackupWriter(Rows rows, Binary binary) {

    /** What dynamodb-backup writes today. */
    public static final BackupWriter CURRENT = new BackupWriter(Rows.BASE64, Binary.BUFFER);

    /** How a row holds its JSON. */
    public enum Rows {
        /** Today's. */
        BASE64,
        /** The JSON in quotes, its own quotes doubled: what a CSV writer makes of it. */
        QUOTED_CSV,
        /** The JSON as it is. */
        PLAIN_JSON
    }

    /** What {@code JSON.stringify} makes of a Node.js Buffer. */
    public enum Binary {
        /** Node.js 0.12 and later: {@code {"type":"Buffer","data":[0,255]}}. */
        BUFFER,
        /** Node.js 0.10: {@code [0,255]}. */
        BARE_ARRAY
    }

    /** The whole file in memory. */
    public byte[] file(Iterable<Map<String, AttributeValue>> items) {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            write(items.iterator(), file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** Writes the file and leaves {@code out} open. No items give no bytes at all. */
    public void write(Iterator<Map<String, AttributeValue>> items, OutputStream out) throws IOException {
        while (items.hasNext()) {
            out.write(row(items.next()).getBytes(UTF_8));
            if (items.hasNext()) {
                out.write('\n');
            }
        }
    }

    /** One row, without a newline. */
    public String row(Map<String, AttributeValue> item) {
        String json = json(item);
        return switch (rows) {
            case BASE64 -> Base64.getEncoder().encodeToString(json.getBytes(UTF_8));
            case QUOTED_CSV -> '"' + json.replace("\"", "\"\"") + '"';
            case PLAIN_JSON -> json;
        };
    }

    /** What {@code JSON.stringify(item)} gives, attributes in the map's order. */
    public String json(Map<String, AttributeValue> item) {
        StringBuilder out = new StringBuilder(256);
        members(out, item);
        return out.toString();
    }

    private void members(StringBuilder out, Map<String, AttributeValue> members) {
        out.append('{');
        String comma = "";
        for (Map.Entry<String, AttributeValue> member : members.entrySet()) {
            out.append(comma);
            text(out, member.getKey());
            out.append(':');
            value(out, member.getValue());
            comma = ",";
        }
        out.append('}');
    }

    private void value(StringBuilder out, AttributeValue value) {
        out.append("{\"")
                .append(value.type() == AttributeValue.Type.NUL ? "NULL" : value.type())
                .append("\":");
        switch (value.type()) {
            case S -> text(out, value.s());
            case N -> text(out, value.n());
            case B -> bytes(out, value.b());
            case BOOL -> out.append(value.bool());
            case NUL -> out.append(value.nul());
            case SS -> list(out, value.ss(), text -> text(out, text));
            case NS -> list(out, value.ns(), number -> text(out, number));
            case BS -> list(out, value.bs(), bytes -> bytes(out, bytes));
            case L -> list(out, value.l(), element -> value(out, element));
            case M -> members(out, value.m());
            default -> throw new IllegalArgumentException("an attribute value of no known type");
        }
        out.append('}');
    }

    private void bytes(StringBuilder out, SdkBytes bytes) {
        out.append(binary == Binary.BUFFER ? "{\"type\":\"Buffer\",\"data\":[" : "[");
        String comma = "";
        for (byte b : bytes.asByteArrayUnsafe()) {
            out.append(comma).append(b & 0xff);
            comma = ",";
        }
        out.append(binary == Binary.BUFFER ? "]}" : "]");
    }

    private static <T> void list(StringBuilder out, List<T> elements, Consumer<T> writer) {
        out.append('[');
        for (int i = 0; i < elements.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            writer.accept(elements.get(i));
        }
        out.append(']');
    }

    /** ECMAScript's QuoteJSONString: escapes quotes, backslashes, control characters and lone surrogates, and nothing else. */
    private static void text(StringBuilder out, String text) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                default -> {
                    if (c < ' ' || isLoneSurrogate(text, i)) {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }
}
