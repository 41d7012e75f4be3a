package dev.firstcome.user.api.web;

/** Thrown when a request body exceeds its size limit. */
final class BodyTooLargeException extends RuntimeException {
    BodyTooLargeException() {
        super("the request body exceeds its size limit", null, false, false);
    }
}
