package dev.firstcome.psp.api;

import dev.firstcome.psp.ledger.StripeError;

/** Rejects a request before it has any effect. Its idempotency key stays unused. */
public final class RejectedRequestException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient StripeError error;

    public RejectedRequestException(int status, StripeError error) {
        super(error.message(), null, false, false);
        this.status = status;
        this.error = error;
    }

    static RejectedRequestException invalidParameter(String code, String param, String message) {
        return new RejectedRequestException(400, StripeError.invalidParameter(code, param, message));
    }

    static RejectedRequestException notFound(String kind, String param, String id) {
        return notFound(404, kind, param, id);
    }

    static RejectedRequestException notFound(int status, String kind, String param, String id) {
        return new RejectedRequestException(
                status,
                StripeError.invalidParameter(
                        "resource_missing", param, "No such " + kind + ": '" + abbreviate(id) + "'"));
    }

    public int status() {
        return status;
    }

    public StripeError error() {
        return error;
    }

    static String abbreviate(String text) {
        int max = 100;
        return text.length() <= max ? text : text.substring(0, max) + "...";
    }
}
