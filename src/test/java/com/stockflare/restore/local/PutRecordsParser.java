package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;

/** Reads one PutRecords request. It goes through the tokens, without a tree, for benchmarks run against this server. */
final class PutRecordsParser {
    private static final Pattern EXPLICIT_HASH_KEY = Pattern.compile("0|([1-9]\\d{0,38})");
    private static final int MAX_PARTITION_KEY_CHARS = 256;

    private final MessageDigest md5;
    private final List<PutRecordsEntry> records = new ArrayList<>();
    private String stream;

    private PutRecordsParser() {
        try {
            md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has MD5", e);
        }
    }

    /** Checks what concerns each record's fields; sizes and counts are checked by {@link PutRecordsLimits}. */
    static PutRecordsCall parse(byte[] body, KinesisProtocol protocol, long number) throws IOException {
        PutRecordsParser parser = new PutRecordsParser();
        try (JsonParser in = protocol.mapper().getFactory().createParser(body)) {
            parser.readRequest(in);
        } catch (JsonProcessingException e) {
            throw KinesisHttp.unreadable(e);
        }
        if (parser.stream == null) {
            throw KinesisError.invalidArgument("Either StreamName or StreamARN must be given.");
        }
        return new PutRecordsCall(number, parser.stream, parser.records);
    }

    private void readRequest(JsonParser in) throws IOException {
        in.nextToken();
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "StreamName" -> stream = in.getValueAsString();
                case "StreamARN" -> stream = KinesisStreams.nameInArn(in.getText());
                case "Records" -> readRecords(in);
                default -> in.skipChildren();
            }
        }
    }

    private void readRecords(JsonParser in) throws IOException {
        while (in.nextToken() == JsonToken.START_OBJECT) {
            records.add(readRecord(in));
        }
    }

    private PutRecordsEntry readRecord(JsonParser in) throws IOException {
        byte[] data = null;
        String partitionKey = null;
        String explicitHashKey = null;
        for (String field = in.nextFieldName(); field != null; field = in.nextFieldName()) {
            in.nextToken();
            switch (field) {
                case "Data" -> data = in.getBinaryValue();
                case "PartitionKey" -> partitionKey = in.getValueAsString();
                case "ExplicitHashKey" -> explicitHashKey = in.getValueAsString();
                default -> in.skipChildren();
            }
        }
        if (data == null) {
            throw KinesisError.validation(member("data"), "not be null");
        }
        checkPartitionKey(partitionKey);
        BigInteger hashKey = explicitHashKey == null ? md5(partitionKey) : explicit(explicitHashKey);
        return new PutRecordsEntry(SdkBytes.fromByteArrayUnsafe(data), partitionKey, hashKey);
    }

    private void checkPartitionKey(String partitionKey) {
        if (partitionKey == null) {
            throw KinesisError.validation(member("partitionKey"), "not be null");
        }
        if (partitionKey.isEmpty()) {
            throw KinesisError.validation(member("partitionKey"), "have length greater than or equal to 1");
        }
        if (partitionKey.codePointCount(0, partitionKey.length()) > MAX_PARTITION_KEY_CHARS) {
            throw KinesisError.validation(
                    member("partitionKey"), "have length less than or equal to " + MAX_PARTITION_KEY_CHARS);
        }
    }

    private BigInteger explicit(String hashKey) {
        if (!EXPLICIT_HASH_KEY.matcher(hashKey).matches()) {
            throw KinesisError.validation(
                    member("explicitHashKey"), "satisfy regular expression pattern: " + EXPLICIT_HASH_KEY);
        }
        BigInteger value = new BigInteger(hashKey);
        if (value.compareTo(HashRange.MAX) > 0) {
            throw KinesisError.invalidArgument("Invalid ExplicitHashKey. ExplicitHashKey must be in the range: "
                    + "[0, 2^128-1]. Specified value was " + hashKey);
        }
        return value;
    }

    private BigInteger md5(String partitionKey) {
        return new BigInteger(1, md5.digest(partitionKey.getBytes(StandardCharsets.UTF_8)));
    }

    /** The service counts the members of a list from 1. */
    private String member(String field) {
        return "records." + (records.size() + 1) + ".member." + field;
    }
}
