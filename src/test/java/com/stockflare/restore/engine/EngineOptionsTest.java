package com.stockflare.restore.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.Environment;
import com.stockflare.restore.model.InvalidRequestException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineOptionsTest {
    @Test
    void from_nothingSet_isTheDefault() {
        assertEquals(EngineOptions.DEFAULT, EngineOptions.from(new Environment(Map.of())));
        assertEquals(8 << 20, EngineOptions.DEFAULT.partSizeBytes());
        assertEquals(Duration.ofSeconds(1), EngineOptions.DEFAULT.checkpointInterval());
        assertEquals(BinaryFormat.NODE, EngineOptions.DEFAULT.binaryFormat());
    }

    @Test
    void from_allSet_takesThem() {
        EngineOptions options = EngineOptions.from(new Environment(
                Map.of("PART_SIZE_BYTES", "65536", "CHECKPOINT_INTERVAL_MS", "60000", "BINARY_FORMAT", "base64")));

        assertEquals(65_536, options.partSizeBytes());
        assertEquals(Duration.ofMinutes(1), options.checkpointInterval());
        assertEquals(BinaryFormat.BASE64, options.binaryFormat());
    }

    @ParameterizedTest
    @CsvSource({
        "PART_SIZE_BYTES, 65535",
        "PART_SIZE_BYTES, 67108865",
        "PART_SIZE_BYTES, 8MB",
        "CHECKPOINT_INTERVAL_MS, 9",
        "CHECKPOINT_INTERVAL_MS, 60001",
        "BINARY_FORMAT, hex"
    })
    void from_nonsense_isAFaultThatNamesTheVariableAndTheValue(String name, String value) {
        Environment environment = new Environment(Map.of(name, value));
        EngineOptions.from(environment);

        InvalidRequestException e = assertThrows(InvalidRequestException.class, environment::check);
        assertTrue(e.getMessage().startsWith(name + " \"" + value + "\" is not right: it must be "), e.getMessage());
    }
}
