package dev.firstcome.user.edge.web;

/** A body has more bytes than may be read. */
final class BodyTooLarge extends RuntimeException {
    BodyTooLarge() {
        super("the body is over its limit", null, false, false);
    }
}
