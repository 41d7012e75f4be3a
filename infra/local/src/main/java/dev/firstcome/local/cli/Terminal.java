package dev.firstcome.local.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** The terminal that this runs on, if it does. */
final class Terminal {
    private Terminal() {}

    static boolean isThere() {
        Console console = console();
        return console != null && console.isTerminal();
    }

    /** The answer to a question, or nothing if there is nobody to ask. */
    static @Nullable String ask(String question) {
        Console console = console();
        return console == null ? null : console.readLine("%s", question);
    }

    /** Null where input or output is redirected, whatever is said of newer JDKs: their own console is not the default. */
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable Console console() {
        return System.console();
    }
}
