package com.stockflare.restore.aws;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;

import com.stockflare.restore.model.Findings;
import com.stockflare.restore.model.Findings.Rejected;
import com.stockflare.restore.model.RejectReason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** What a dry run has found, as one attribute: a map that a person can read. */
final class DynamoDbFindings {
    private DynamoDbFindings() {}

    /** Null where there is nothing. */
    static Map<String, AttributeValue> write(Findings findings) {
        if (findings.equals(Findings.NONE)) {
            return null;
        }
        Map<String, AttributeValue> rejects = new LinkedHashMap<>();
        findings.rejects().forEach(rejected -> rejects.put(rejected.reason().name(), fromM(write(rejected))));
        return Map.of(
                "bytes", number(findings.bytes()),
                "largestBytes", number(findings.largestBytes()),
                "largestOffset", number(findings.largestOffset()),
                "shards", number(findings.shards()),
                "rejects", fromM(rejects));
    }

    private static Map<String, AttributeValue> write(Rejected rejected) {
        List<AttributeValue> offsets =
                rejected.firstOffsets().stream().map(DynamoDbFindings::number).toList();
        return Map.of("count", number(rejected.count()), "firstOffsets", fromL(offsets));
    }

    static Findings read(Map<String, AttributeValue> map) {
        // They come in whatever order: put together, they have the reasons'.
        Findings rejects = map.get("rejects").m().entrySet().stream()
                .map(entry -> rejected(
                        RejectReason.valueOf(entry.getKey()), entry.getValue().m()))
                .map(rejected -> new Findings(0, 0, 0, 0, List.of(rejected)))
                .reduce(Findings.NONE, Findings::plus);
        return new Findings(
                number(map.get("bytes")),
                number(map.get("largestBytes")),
                number(map.get("largestOffset")),
                (int) number(map.get("shards")),
                rejects.rejects());
    }

    private static Rejected rejected(RejectReason reason, Map<String, AttributeValue> map) {
        List<Long> offsets = map.get("firstOffsets").l().stream()
                .map(DynamoDbFindings::number)
                .toList();
        return new Rejected(reason, number(map.get("count")), offsets);
    }

    private static AttributeValue number(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    private static long number(AttributeValue value) {
        return Long.parseLong(value.n());
    }
}
