package com.stockflare.restore.model;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TablePatternsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "*               | Rates",
                "Rates           | Rates",
                "Prices, Rates   | Rates",
                "Ra*             | Rates",
                "*tes            | Rates",
                "R*t*s           | Rates",
                "Rates*          | Rates",
                "R**s            | Rates",
                "R?tes           | Rates",
                "prod.Rates      | prod.Rates"
            })
    void fault_included_isNone(String patterns, String table) {
        TablePatterns tables = TablePatterns.parse(patterns);
        assertEquals(Optional.empty(), tables.fault(table));
        assertDoesNotThrow(() -> tables.check(table));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Rates           | Rates2",
                "Rates           | MyRates",
                "Rates           | rates",
                "R?tes           | Rtes",
                "R?tes?          | Rates",
                "Prices, Quotes  | Rates",
                "*-dev           | Rates-prod",
                "prod.Rates      | prodxRates"
            })
    void fault_notIncluded_saysWhichAre(String patterns, String table) {
        TablePatterns tables = TablePatterns.parse(patterns);
        InvalidRequestException e = assertThrows(InvalidRequestException.class, () -> tables.check(table));
        assertEquals(
                List.of(new Fault(
                        "table",
                        "TABLE_NOT_ALLOWED",
                        "The table " + table + " may not be restored into: RESTORE_TABLES is "
                                + patterns.replace(" ", ""))),
                e.faults());
    }

    @Test
    void fault_tableThatHoldsTheRestores_isNeverIncluded() {
        TablePatterns tables = TablePatterns.parse("*,ledger").without("ledger");
        InvalidRequestException e = assertThrows(InvalidRequestException.class, () -> tables.check("ledger"));
        assertEquals("The table ledger may not be restored into: it holds the restores themselves", e.getMessage());
        assertDoesNotThrow(() -> tables.check("Rates"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ",", "Rates,,Prices", "Rates Prices", "arn:aws:dynamodb:eu-west-1:1:table/Rates", "[a-z]"})
    void parse_notNames_isRefused(String text) {
        assertThrows(IllegalArgumentException.class, () -> TablePatterns.parse(text));
    }

    @Test
    void parse_commaAtTheEnd_isRefused() {
        assertThrows(IllegalArgumentException.class, () -> TablePatterns.parse("Rates,"));
    }
}
