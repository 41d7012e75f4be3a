package dev.firstcome.local.cli;

import java.io.Console;
import java.util.Objects;

/** The terminal that this runs on, if it does. */
final class Terminal {
    private Terminal() {}

    static boolean isThere() {
        return console().isTerminal();
    }

    /** The console; since JDK 22 there is one, whether it is a terminal or not. */
    static Console console() {
        return Objects.requireNonNull(System.console());
    }
}
