package com.stockflare.restore.local;

/**
 * An asynchronous event that Lambda has given up, as its {@code OnFailure} destination gets it.
 *
 * @param condition {@code RetriesExhausted}
 * @param invokeCount how often the function was invoked with it
 * @param response of the last of these invocations
 */
public record FailedEvent(
        String requestId,
        String function,
        String payload,
        String condition,
        int invokeCount,
        InvocationResult response) {}
