package com.stockflare.restore.local;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;

/** The streams of one account and region. A stream is active as soon as it is created, and gone as soon as deleted. */
final class KinesisStreams {
    static final String ACCOUNT = "000000000000";

    private static final String ARN_PREFIX = "arn:aws:kinesis:us-east-1:" + ACCOUNT + ":stream/";
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");

    private final Map<String, LocalStream> byName = new ConcurrentHashMap<>();
    private final LongSupplier nanoClock;

    KinesisStreams(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    static String arn(String name) {
        return ARN_PREFIX + name;
    }

    static String nameInArn(String arn) {
        if (!arn.startsWith(ARN_PREFIX)) {
            throw KinesisError.validation("streamARN", "satisfy regular expression pattern: " + ARN_PREFIX + ".*");
        }
        return arn.substring(ARN_PREFIX.length());
    }

    LocalStream create(String name, StreamOptions options) {
        if (!NAME.matcher(name).matches()) {
            throw KinesisError.validation("streamName", "satisfy regular expression pattern: " + NAME);
        }
        LocalStream stream = new LocalStream(name, options, nanoClock);
        if (byName.putIfAbsent(name, stream) != null) {
            String message = "Stream " + name + " under account " + ACCOUNT + " already exists.";
            throw new KinesisError(400, "ResourceInUseException", message);
        }
        return stream;
    }

    LocalStream find(String name) {
        LocalStream stream = byName.get(name);
        if (stream == null) {
            throw KinesisError.streamNotFound(name);
        }
        return stream;
    }

    void delete(String name) {
        if (byName.remove(name) == null) {
            throw KinesisError.streamNotFound(name);
        }
    }
}
