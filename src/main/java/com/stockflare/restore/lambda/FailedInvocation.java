package com.stockflare.restore.lambda;

import com.stockflare.restore.model.RestoreException;

/**
 * Ends an invocation as failed, so that Lambda counts an error, tries an asynchronous event again and at last hands it to
 * the failure queue. Its message is for a person; it carries no stack trace, which Lambda would put into its answer.
 */
final class FailedInvocation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FailedInvocation(RestoreException failure) {
        this(failure.code(), failure.getMessage());
    }

    private FailedInvocation(String code, String message) {
        super(code + ": " + message, null, false, false);
    }

    /** By a fault of this program, which its log has more about. */
    static FailedInvocation broken(String requestId) {
        return new FailedInvocation(
                "INTERNAL", "A fault of the program. The function's log has more about the request " + requestId);
    }
}
