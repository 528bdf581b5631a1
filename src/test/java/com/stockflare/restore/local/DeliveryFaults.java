package com.stockflare.restore.local;

/** How often the service delivers an asynchronous event: Lambda promises at least once and keeps to once mostly. */
@FunctionalInterface
public interface DeliveryFaults {

    /** 1 as a rule, 2 for a repeated delivery with the same request id, 0 for one that is lost. */
    int deliveries(LambdaInvocation event);
}
