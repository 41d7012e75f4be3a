package dev.firstcome.platform.openapi;

import org.springframework.http.HttpMethod;

/**
 * Determines who may call an operation. The answer must come from the rules that authorize calls, so that it cannot
 * differ.
 */
@FunctionalInterface
public interface OperationAccess {
    /** The callers who are authorized. Each level includes the next ones. */
    enum Level {
        PUBLIC,
        SIGNED_IN,
        OPERATOR
    }

    /** @param path the path template, with variables in braces */
    Level of(HttpMethod method, String path);
}
