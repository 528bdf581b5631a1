package com.stockflare.restore.local;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * One page of ListShards.
 *
 * @param afterShardId the last shard of the page before, or the empty string
 */
record ShardListing(String stream, boolean openOnly, String afterShardId) {
    private static final int MAX_PAGE = 10_000;
    private static final int DEFAULT_PAGE = 1_000;

    /** The page that a request asks for: the first one, or the one that its NextToken names. */
    static ShardListing of(KinesisRequest request) {
        return request.text("NextToken").map(token -> next(token, request)).orElseGet(() -> first(request));
    }

    private static ShardListing first(KinesisRequest request) {
        KinesisRequest filter = request.object("ShardFilter");
        String after = request.text("ExclusiveStartShardId")
                .or(() -> filter.text("ShardId"))
                .orElse("");
        boolean openOnly = filter.text("Type").filter("AT_LATEST"::equals).isPresent();
        return new ShardListing(request.requiredStreamName(), openOnly, after);
    }

    private static ShardListing next(String token, KinesisRequest request) {
        if (request.streamName().isPresent()) {
            throw KinesisError.invalidArgument("NextToken and StreamName cannot be provided together.");
        }
        try {
            String[] parts = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8).split(" ", -1);
            if (parts.length == 3) {
                return new ShardListing(parts[0], Boolean.parseBoolean(parts[1]), parts[2]);
            }
        } catch (IllegalArgumentException e) {
            // Refused below.
        }
        throw KinesisError.invalidArgument("Invalid NextToken.");
    }

    KinesisReply answer(LocalStream source, KinesisRequest request) {
        int pageSize = request.number("MaxResults", DEFAULT_PAGE, MAX_PAGE);
        // The ids have one length and count up, so they compare as texts.
        List<LocalShard> left = source.shards().stream()
                .filter(shard -> shard.id().compareTo(afterShardId) > 0)
                .filter(shard -> shard.isOpen() || !openOnly)
                .toList();
        List<LocalShard> page = left.subList(0, Math.min(pageSize, left.size()));
        return (out, protocol) -> {
            out.writeArrayFieldStart("Shards");
            for (LocalShard shard : page) {
                write(shard, out);
            }
            out.writeEndArray();
            if (page.size() < left.size()) {
                out.writeStringField("NextToken", tokenAfter(page.get(page.size() - 1)));
            }
        };
    }

    private String tokenAfter(LocalShard last) {
        String text = stream + " " + openOnly + " " + last.id();
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static void write(LocalShard shard, JsonGenerator out) throws IOException {
        out.writeStartObject();
        writeIdentity(shard, out);
        out.writeObjectFieldStart("SequenceNumberRange");
        out.writeStringField("StartingSequenceNumber", SequenceNumber.text(shard.firstSequence()));
        if (!shard.isOpen()) {
            out.writeStringField("EndingSequenceNumber", SequenceNumber.text(shard.lastSequence()));
        }
        out.writeEndObject();
        out.writeEndObject();
    }

    /** What a listed shard and a child shard have in common. */
    private static void writeIdentity(LocalShard shard, JsonGenerator out) throws IOException {
        out.writeStringField("ShardId", shard.id());
        List<String> parents = shard.parents();
        if (!parents.isEmpty()) {
            out.writeStringField("ParentShardId", parents.get(0));
        }
        if (parents.size() > 1) {
            out.writeStringField("AdjacentParentShardId", parents.get(1));
        }
        writeRange(shard, out);
    }

    static void writeRange(LocalShard shard, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("HashKeyRange");
        out.writeStringField("StartingHashKey", shard.range().start().toString());
        out.writeStringField("EndingHashKey", shard.range().end().toString());
        out.writeEndObject();
    }
}
