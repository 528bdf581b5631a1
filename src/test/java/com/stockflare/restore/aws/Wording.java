package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.model.RestoreException;
import java.util.List;

/** What a person is told: one line, and nothing of the SDK's inside. */
final class Wording {
    private static final List<String> INTERNALS = List.of(
            "\n",
            "software.amazon",
            "Exception:",
            "Request ID",
            "Service: ",
            "Status Code",
            "SDK Attempt",
            "Unable to");

    private Wording() {}

    static void assertClear(RestoreException e) {
        assertClear(e.getMessage());
        assertTrue(e.getMessage().endsWith(".") || e.getMessage().contains("aws s3api"), e.getMessage());
    }

    static void assertClear(String message) {
        INTERNALS.forEach(internal -> assertFalse(message.contains(internal), message));
    }
}
