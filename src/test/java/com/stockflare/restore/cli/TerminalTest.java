package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TerminalTest {
    @ParameterizedTest
    @CsvSource({"24 80,80", "50 213,213", "0 0,80", "'',0", "stty: no terminal,0", "24 999999999999,0"})
    void columns_whatSttySays_isReadOrNoTerminal(String answer, int expected) {
        assertEquals(expected, Terminal.columns(answer));
    }
}
