package dev.firstcome.platform.deadletters;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where a page ended: of each partition, in their order, the offset before which the next one begins. */
record PageEnd(List<Long> offsets) {
    private static final Pattern FORM = Pattern.compile("[0-9]{1,18}(-[0-9]{1,18}){0,999}");

    PageEnd {
        offsets = List.copyOf(offsets);
    }

    static Optional<PageEnd> of(String text) {
        return FORM.matcher(text).matches()
                ? Optional.of(new PageEnd(
                        Arrays.stream(text.split("-")).map(Long::valueOf).toList()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return offsets.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }
}
