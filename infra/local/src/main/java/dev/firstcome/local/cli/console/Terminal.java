package dev.firstcome.local.cli.console;

import java.io.Console;
import org.jspecify.annotations.Nullable;

/** The terminal of this process, if it has one. */
public final class Terminal {
    private Terminal() {}

    public static boolean isInteractive() {
        Console console = console();
        return console != null && console.isTerminal();
    }

    /** Asks a question and returns the answer; null without a terminal. */
    public static @Nullable String ask(String question) {
        Console console = console();
        return console == null ? null : console.readLine("%s", question);
    }

    /** Null if input or output is redirected: the JLine console of newer JDKs is not the default. */
    @SuppressWarnings("SystemConsoleNull")
    private static @Nullable Console console() {
        return System.console();
    }
}
