package com.stockflare.restore.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ShellCommandTest {
    private static final String JAVA_HOME_BIN =
            Path.of(System.getProperty("java.home"), "bin").toString();

    @Test
    void toString_optionsThatTheShellWouldRead_areQuoted() {
        String command = new ShellCommand(
                        Map.of(), List.of("-f", "a b's $c", "Rates/Rates_2015-11-11T01:02:03+00:00.csv"))
                .toString();

        assertTrue(command.endsWith(" -f 'a b'\\''s $c' Rates/Rates_2015-11-11T01:02:03+00:00.csv"), command);
    }

    @Test
    void toString_javaOnThePath_isCalledByItsName() {
        String path = "/nowhere" + File.pathSeparator + JAVA_HOME_BIN;

        String command = new ShellCommand(Map.of("PATH", path), List.of()).toString();

        assertEquals("java", command.substring(0, command.indexOf(' ')));
    }

    @Test
    void toString_anotherJavaOrNoneOnThePath_isCalledByItsOwnPath() {
        String command = new ShellCommand(Map.of("PATH", "/nowhere"), List.of()).toString();

        assertEquals(
                ProcessHandle.current().info().command().orElseThrow(), command.substring(0, command.indexOf(' ')));
    }

    @Test
    void toString_binaryFormatSet_isKept() {
        String command = new ShellCommand(Map.of("BINARY_FORMAT", "base64"), List.of()).toString();

        assertTrue(command.startsWith("BINARY_FORMAT=base64 "), command);
    }

    @Test
    void toString_whoGetsTheRecords_isKept_butNoSecret() {
        Map<String, String> environment = Map.of(
                "AWS_PROFILE", "prod", "AWS_ENDPOINT_URL_KINESIS", "http://k", "AWS_SECRET_ACCESS_KEY", "secret");

        String command = new ShellCommand(environment, List.of()).toString();

        assertTrue(command.startsWith("AWS_ENDPOINT_URL_KINESIS=http://k AWS_PROFILE=prod "), command);
        assertFalse(command.contains("secret"), command);
    }
}
