package com.stockflare.restore.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RestoreExceptionTest {
    private final Throwable cause = new IllegalStateException("reset");

    @ParameterizedTest
    @EnumSource
    void source_onlyUnreadableMayPass(SourceException.Reason reason) {
        SourceException e = new SourceException(reason, 42, "why", cause);
        assertEquals(reason.name(), e.code());
        assertEquals(reason == SourceException.Reason.SOURCE_UNREADABLE, e.isRetryable());
        assertEquals(42, e.offset());
        assertEquals("why", e.getMessage());
        assertSame(cause, e.getCause());
    }

    @ParameterizedTest
    @EnumSource
    void stream_onlyUnavailableMayPass(StreamException.Reason reason) {
        StreamException e = new StreamException(reason, "why", cause);
        assertEquals(reason.name(), e.code());
        assertEquals(reason == StreamException.Reason.STREAM_UNAVAILABLE, e.isRetryable());
        assertSame(cause, e.getCause());
    }

    @Test
    void stalled_tellsTheOffset() {
        StalledException e = new StalledException(7, "nothing moved");
        assertEquals("STALLED", e.code());
        assertEquals(7, e.offset());
        assertTrue(e.isRetryable());
    }

    @Test
    void continuationAndRejects_nameTheirPlace() {
        RestoreException next = new ContinuationException("RestoreFunction", "throttled", cause);
        assertEquals("CONTINUATION_FAILED", next.code());
        assertEquals("The function RestoreFunction could not be invoked to go on: throttled", next.getMessage());
        RestoreException rejects = new RejectsException("s3://r/x", "denied", cause);
        assertEquals("REJECTS_UNWRITABLE", rejects.code());
        assertEquals("The rejects cannot be written to s3://r/x: denied", rejects.getMessage());
    }

    @Test
    void invalidRequest_severalFaults_oneLine() {
        assertEquals(
                "one; two",
                new InvalidRequestException(List.of(Fault.invalid("a", "one"), Fault.invalid(null, "two")))
                        .getMessage());
        assertEquals("one", new InvalidRequestException("one").getMessage());
    }

    @ParameterizedTest
    @EnumSource
    void rejectReason_hasASentence(RejectReason reason) {
        assertTrue(reason.sentence().endsWith("."), reason.name());
    }
}
