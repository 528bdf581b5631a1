package com.stockflare.restore.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;

@Tag("slow")
class TableKeyTest {

    @Test
    void parse_twoAttributes_keepsTheirOrder() {
        assertEquals(
                List.of(attribute("year", "N"), attribute("a:title", "S")),
                TableKey.parse("year:N,a:title:S").attributes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "year", ":N", "year:n", "year:BOOL", "year:N,", "a:S,b:S,c:S"})
    void parse_noKey_isRefused(String key) {
        assertThrows(IllegalArgumentException.class, () -> TableKey.parse(key));
    }

    private static AttributeDefinition attribute(String name, String type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }
}
