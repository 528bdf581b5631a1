package com.stockflare.restore.local;

/** An answer of the service that refuses a whole call: HTTP status, error type and message. */
final class KinesisError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String type;

    KinesisError(int status, String type, String message) {
        super(message, null, false, false);
        this.status = status;
        this.type = type;
    }

    static KinesisError notFound(String message) {
        return new KinesisError(400, "ResourceNotFoundException", message);
    }

    static KinesisError streamNotFound(String stream) {
        return notFound("Stream " + stream + " under account " + KinesisStreams.ACCOUNT + " not found.");
    }

    static KinesisError invalidArgument(String message) {
        return new KinesisError(400, "InvalidArgumentException", message);
    }

    /** What the service says of a member that breaks its declared type: {@code member} is a path in the request. */
    static KinesisError validation(String member, String constraint) {
        String message = "1 validation error detected: Value at '" + member
                + "' failed to satisfy constraint: Member must " + constraint;
        return new KinesisError(400, "ValidationException", message);
    }

    int status() {
        return status;
    }

    String type() {
        return type;
    }
}
