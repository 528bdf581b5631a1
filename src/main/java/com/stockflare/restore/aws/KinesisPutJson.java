package com.stockflare.restore.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.stockflare.restore.stream.Partition;
import com.stockflare.restore.stream.Slice;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Base64;

/** For servers that speak nothing else: the data as Base64, made anew each time that it is read. */
final class KinesisPutJson implements KinesisPutFormat {
    static final KinesisPutJson INSTANCE = new KinesisPutJson();

    private static final byte[] RECORDS = "{\"Records\":[".getBytes(UTF_8);
    private static final byte[] FIRST_DATA = "{\"Data\":\"".getBytes(UTF_8);
    private static final byte[] NEXT_DATA = ",{\"Data\":\"".getBytes(UTF_8);
    private static final byte[] EXPLICIT_HASH_KEY = "\",\"ExplicitHashKey\":\"".getBytes(UTF_8);
    private static final byte[] PARTITION_KEY = "\",\"PartitionKey\":\"".getBytes(UTF_8);
    private static final byte[] STREAM_NAME = "],\"StreamName\":\"".getBytes(UTF_8);
    private static final byte[] END = "\"}".getBytes(UTF_8);

    private KinesisPutJson() {}

    @Override
    public void start(ByteBuffer out) {
        out.put(RECORDS);
    }

    @Override
    public void beforeData(ByteBuffer out, boolean first, int dataBytes) {
        out.put(first ? FIRST_DATA : NEXT_DATA);
    }

    @Override
    public void afterData(ByteBuffer out, Partition partition) {
        put(out.put(EXPLICIT_HASH_KEY), partition.explicitHashKey());
        put(out.put(PARTITION_KEY), partition.key());
        out.put(END);
    }

    @Override
    public void end(ByteBuffer out, String stream) {
        put(out.put(STREAM_NAME), stream);
        out.put(END);
    }

    private static void put(ByteBuffer out, String text) {
        out.put(JsonStringEncoder.getInstance().quoteAsUTF8(text));
    }

    @Override
    public int encodedBytes(int dataBytes) {
        return (dataBytes + 2) / 3 * 4;
    }

    @Override
    public Slice encoded(Slice data) {
        ByteBuffer raw = ByteBuffer.wrap(data.bytes(), data.from(), data.length());
        byte[] base64 = Base64.getEncoder().encode(raw).array();
        return new Slice(base64, 0, base64.length);
    }

    @Override
    public KinesisAnswerReader reader(InputStream answer) throws IOException {
        return new KinesisAnswerJson(answer);
    }

    @Override
    public byte[] emptyAnswer() {
        return new byte[] {'{', '}'};
    }
}
