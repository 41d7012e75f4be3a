package dev.firstcome.local.cli;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** The terminal of this process, if it has one. */
final class Terminal {
    private Terminal() {}

    static boolean isInteractive() {
        Console console = console();
        return console != null && console.isTerminal();
    }

    /** Asks a question and returns the answer; null without a terminal. */
    static @Nullable String ask(String question) {
        Console console = console();
        return console == null ? null : console.readLine("%s", question);
    }

    /** Null if input or output is redirected: the JLine console of newer JDKs is not the default. */
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable Console console() {
        return System.console();
    }
}
