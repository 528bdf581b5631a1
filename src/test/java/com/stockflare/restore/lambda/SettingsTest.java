package com.stockflare.restore.lambda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.engine.EngineOptions;
import com.stockflare.restore.model.BinaryFormat;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.TablePatterns;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void from_onlyWhatIsRequired_takesTheDefaults() {
        Settings settings = Settings.from(Map.of("REJECTS_BUCKET", "rejects", "LEDGER_TABLE", "ledger"));
        assertEquals(
                new Settings(
                        null,
                        null,
                        "restore/",
                        TablePatterns.ANY.without("ledger"),
                        "rejects",
                        null,
                        "ledger",
                        Duration.ofSeconds(30),
                        4,
                        null,
                        "restore",
                        false,
                        EngineOptions.DEFAULT),
                settings);
    }

    @Test
    void from_everything_takesIt() {
        Settings settings = Settings.from(Map.of(
                "BACKUP_FILE_BUCKET", "backups",
                "KINESIS_STREAM", "put-stream",
                "RESTORE_PREFIX", "in/coming/",
                "REJECTS_BUCKET", "rejects",
                "STOP_MARGIN_MS", "5000",
                "NOTIFY_TOPIC_ARN", "arn:aws:sns:eu-west-1:123456789012:restores",
                "AWS_SAM_LOCAL", "true",
                "PART_SIZE_BYTES", "65536",
                "CHECKPOINT_INTERVAL_MS", "10",
                "BINARY_FORMAT", "base64"));
        assertEquals("arn:aws:sns:eu-west-1:123456789012:restores", settings.notifyTopic());
        assertEquals("backups", settings.backupFileBucket());
        assertEquals("put-stream", settings.kinesisStream());
        assertEquals("in/coming/", settings.restorePrefix());
        assertEquals(Duration.ofSeconds(5), settings.stopMargin());
        assertTrue(settings.samLocal());
        assertEquals(65536, settings.engine().partSizeBytes());
        assertEquals(Duration.ofMillis(10), settings.engine().checkpointInterval());
        assertEquals(BinaryFormat.BASE64, settings.engine().binaryFormat());
    }

    @Test
    void from_restoreTables_areTakenOrRefused() {
        assertEquals(
                new TablePatterns(List.of("Rates", "prod-*"), "ledger"),
                Settings.from(Map.of(
                                "REJECTS_BUCKET",
                                "rejects",
                                "LEDGER_TABLE",
                                "ledger",
                                "RESTORE_TABLES",
                                "Rates, prod-*"))
                        .tables());
        assertThrows(
                InvalidRequestException.class,
                () -> Settings.from(Map.of(
                        "REJECTS_BUCKET", "rejects", "LEDGER_TABLE", "ledger", "RESTORE_TABLES", "Rates;Prices")));
    }

    @ParameterizedTest
    @CsvSource({"false, ledger, 7", "true, , 1"})
    void from_ledgerTable_isNoneUnderSamLocal(String samLocal, String expected, int mostSegments) {
        Settings settings = Settings.from(Map.of(
                "REJECTS_BUCKET", "rejects",
                "LEDGER_TABLE", "ledger",
                "LEASE_SECONDS", "15",
                "MAX_SEGMENTS", "7",
                "AWS_SAM_LOCAL", samLocal));
        assertEquals(expected, settings.ledgerTable());
        assertEquals(Duration.ofSeconds(15), settings.lease());
        assertEquals(mostSegments, settings.mostSegments());
    }

    @Test
    void from_emptyVariables_countAsUnset() {
        Settings settings = Settings.from(Map.of(
                "REJECTS_BUCKET", "rejects", "LEDGER_TABLE", "ledger", "KINESIS_STREAM", "", "RESTORE_PREFIX", " "));
        assertNull(settings.kinesisStream());
        assertEquals("restore/", settings.restorePrefix());
    }

    @ParameterizedTest
    @ValueSource(strings = {"restore", "/", "/restore/", "rejects/", "rejects/x/", "set-aside/"})
    void from_prefixThatIsNone_isRefused(String prefix) {
        assertThrows(
                InvalidRequestException.class,
                () -> Settings.from(
                        Map.of("REJECTS_BUCKET", "rejects", "LEDGER_TABLE", "ledger", "RESTORE_PREFIX", prefix)));
    }

    @Test
    void from_manyFaults_areSaidAllAtOnce() {
        InvalidRequestException refused = assertThrows(
                InvalidRequestException.class,
                () -> Settings.from(Map.of(
                        "RESTORE_PREFIX", "restore",
                        "STOP_MARGIN_MS", "0",
                        "PART_SIZE_BYTES", "1",
                        "CHECKPOINT_INTERVAL_MS", "soon",
                        "MAX_SEGMENTS", "21",
                        "BINARY_FORMAT", "hex")));
        List<String> faults = List.of(refused.getMessage().split("; "));
        assertEquals(
                List.of(
                        "LEDGER_TABLE",
                        "MAX_SEGMENTS",
                        "RESTORE_PREFIX",
                        "REJECTS_BUCKET",
                        "STOP_MARGIN_MS",
                        "PART_SIZE_BYTES",
                        "CHECKPOINT_INTERVAL_MS",
                        "BINARY_FORMAT"),
                faults.stream().map(fault -> fault.split(" ", 2)[0]).toList(),
                refused.getMessage());
    }
}
