package dev.firstcome.e2e.hostile;

import dev.firstcome.e2e.openapi.ApiOperation;
import java.util.Optional;

/**
 * What every response must be: no server error, and a problem document with a code for every client error. An
 * operation's own response has a status and a code that its document declares.
 */
final class ResponseRules {
    private static final String PROBLEM = "application/problem+json";

    private ResponseRules() {}

    /** Why the response is wrong; empty if it is not. */
    static Optional<String> violation(HostileCall call, RawResponse response) {
        int status = response.status();
        if (status >= 500) {
            return Optional.of("a server error");
        }
        if (status >= 300 && status < 400) {
            return Optional.of("a redirection");
        }
        if (status >= 400 && !call.request().method().equals("HEAD")) {
            Optional<String> wrong = problemViolation(response);
            if (wrong.isPresent()) {
                return wrong;
            }
        }
        return call.kind() == HostileCall.Kind.OPERATION ? undeclared(call.operation(), response) : Optional.empty();
    }

    /** Why the body is no problem document; empty if it is one. */
    static Optional<String> problemViolation(RawResponse response) {
        if (response.body().length == 0) {
            return Optional.of("an empty body");
        }
        if (!response.contentType().equals(PROBLEM)) {
            return Optional.of("a body of type '" + response.contentType() + "'");
        }
        return response.code().isEmpty() ? Optional.of("a problem document without a code") : Optional.empty();
    }

    private static Optional<String> undeclared(ApiOperation operation, RawResponse response) {
        int status = response.status();
        if (!operation.statuses().contains(Integer.toString(status))) {
            return Optional.of("a status that the document does not declare");
        }
        return status < 400 || operation.problemCodes(status).contains(response.code())
                ? Optional.empty()
                : Optional.of("code " + response.code() + ", which the document does not declare");
    }
}
