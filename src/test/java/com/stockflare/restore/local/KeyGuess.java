package com.stockflare.restore.local;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Which attributes of a file's items could be their table's key, each written {@code name:type}. */
final class KeyGuess {
    /** A backup has the key's attributes first, as DynamoDB's answers mostly do; further ones are not tried. */
    private static final int MOST_CANDIDATES = 6;

    private KeyGuess() {}

    static List<String> keyAttributes(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .filter(a -> List.of(AttributeValue.Type.S, AttributeValue.Type.N, AttributeValue.Type.B)
                        .contains(a.getValue().type()))
                .map(a -> a.getKey() + ":" + a.getValue().type())
                .toList();
    }

    static TableKey among(List<String> candidates, BackupFileItems file) {
        List<String> few = candidates.subList(0, Math.min(MOST_CANDIDATES, candidates.size()));
        List<String> keys = new ArrayList<>(few);
        for (String first : few) {
            few.stream().filter(second -> !second.equals(first)).forEach(second -> keys.add(first + "," + second));
        }
        return keys.stream()
                .filter(key -> isUnique(key, file))
                .findFirst()
                .map(TableKey::parse)
                .orElseThrow(() -> new IllegalArgumentException(
                        "no key can be guessed for " + file.file() + ": give it, such as -Dkey=year:N,title:S"));
    }

    private static boolean isUnique(String key, BackupFileItems file) {
        List<String> names = Stream.of(key.split(",", -1))
                .map(a -> a.substring(0, a.lastIndexOf(':')))
                .toList();
        Set<List<AttributeValue>> seen = new HashSet<>();
        try (Stream<Map<String, AttributeValue>> items = file.stream()) {
            return items.allMatch(item -> seen.add(names.stream().map(item::get).toList()));
        }
    }
}
