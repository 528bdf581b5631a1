package com.stockflare.restore.local;

import java.util.UUID;

/**
 * One event on its way to a function.
 *
 * @param requestId the same in every retry and every repeated delivery of an event
 * @param function the function's name
 * @param arn the ARN it was invoked by, with the qualifier if one was given
 * @param payload JSON
 */
public record LambdaInvocation(String requestId, String function, String arn, String payload) {

    /** An event that is new, and so has a request id of its own. */
    static LambdaInvocation create(String function, String arn, String payload) {
        return new LambdaInvocation(UUID.randomUUID().toString(), function, arn, payload);
    }
}
