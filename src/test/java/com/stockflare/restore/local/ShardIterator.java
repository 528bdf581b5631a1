package com.stockflare.restore.local;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** A place in a shard: the next record is the first one with this sequence or a later one. */
record ShardIterator(String stream, String shardId, long sequence) {

    static ShardIterator decode(String token) {
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length == 3) {
                return new ShardIterator(parts[0], parts[1], Long.parseLong(parts[2]));
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw KinesisError.invalidArgument("Invalid ShardIterator.");
    }

    ShardIterator at(long newSequence) {
        return new ShardIterator(stream, shardId, newSequence);
    }

    String encode() {
        String text = stream + " " + shardId + " " + sequence;
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
