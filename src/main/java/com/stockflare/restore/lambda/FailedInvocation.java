package com.stockflare.restore.lambda;

import com.stockflare.restore.model.RestoreException;

/**
 * Ends an invocation as failed, so that Lambda counts an error, tries an asynchronous event again and at last hands it to
 * the failure queue. Its message is for a person; it carries no stack trace, which Lambda would put into its answer.
 */
final class FailedInvocation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedInvocation(RestoreException failure) {
        super(failure.code() + ": " + failure.getMessage(), null, false, false);
    }
}
