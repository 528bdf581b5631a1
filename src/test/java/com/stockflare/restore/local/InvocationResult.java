package com.stockflare.restore.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * What an invocation came to.
 *
 * @param payload what the handler returned, or the error's JSON
 * @param isError whether the function failed, which Lambda calls {@code Unhandled}
 */
public record InvocationResult(String payload, boolean isError) {

    static InvocationResult success(String payload) {
        return new InvocationResult(payload, false);
    }

    static InvocationResult error(String type, String message) {
        return new InvocationResult(
                JsonNodeFactory.instance
                        .objectNode()
                        .put("errorType", type)
                        .put("errorMessage", message)
                        .toString(),
                true);
    }
}
