package dev.firstcome.platform.deadletters;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some dead letters of a topic, the newest first.
 *
 * @param before what to ask for the next page with; null on the last
 */
public record Page(List<DeadLetter> letters, @Nullable String before) {
    public Page {
        letters = List.copyOf(letters);
    }
}
