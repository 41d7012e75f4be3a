package dev.firstcome.psp.api;

import dev.firstcome.psp.ledger.Problem;

/** A call that is refused before any work: nothing changed, and its idempotency key is as new. */
public final class BadCall extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Problem problem;

    public BadCall(int status, Problem problem) {
        super(problem.message(), null, false, false);
        this.status = status;
        this.problem = problem;
    }

    static BadCall parameter(String code, String param, String message) {
        return new BadCall(400, Problem.parameter(code, param, message));
    }

    static BadCall missing(String kind, String param, String id) {
        return missing(404, kind, param, id);
    }

    static BadCall missing(int status, String kind, String param, String id) {
        return new BadCall(
                status, Problem.parameter("resource_missing", param, "No such " + kind + ": '" + shortened(id) + "'"));
    }

    public int status() {
        return status;
    }

    public Problem problem() {
        return problem;
    }

    static String shortened(String text) {
        int max = 100;
        return text.length() <= max ? text : text.substring(0, max) + "...";
    }
}
