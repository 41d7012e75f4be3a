package dev.firstcome.psp.api;

/** How a response is sent to the client. */
public enum ResponseDelivery {
    COMPLETE,
    /** After the first delivery attempt of the webhook events. */
    AFTER_EVENTS,
    /** One byte at a time. */
    DRIPPED,
    /** Half of the body, then the connection is closed. */
    TRUNCATED,
    /** Not sent: the connection stays open for a while and is then closed. */
    WITHHELD
}
