package dev.firstcome.platform.deadletters;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A page of a topic's dead letters, the newest first.
 *
 * @param before the cursor of the next page; null on the last page
 */
public record DeadLetterPage(
        List<DeadLetter> letters, @Nullable String before) {
    public DeadLetterPage {
        letters = List.copyOf(letters);
    }

    /** The end of a page: for each partition, in order, the offset before which the next page starts. */
    record Cursor(List<Long> offsets) {
        private static final Pattern FORMAT = Pattern.compile("[0-9]{1,18}(-[0-9]{1,18}){0,999}");

        Cursor {
            offsets = List.copyOf(offsets);
        }

        /** Empty for an invalid text. */
        static Optional<Cursor> parse(String text) {
            return FORMAT.matcher(text).matches()
                    ? Optional.of(new Cursor(
                            Arrays.stream(text.split("-")).map(Long::valueOf).toList()))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return offsets.stream().map(String::valueOf).collect(Collectors.joining("-"));
        }
    }
}
