package dev.firstcome.contracts.user;

/** What a message is about. */
public enum MessageKind {
    /** The account was made. */
    WELCOME
}
