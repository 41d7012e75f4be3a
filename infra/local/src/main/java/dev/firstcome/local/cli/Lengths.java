package dev.firstcome.local.cli;

import dev.firstcome.local.layout.LocalFailure;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as people write them: 90s, 30m, 2h, 1d. */
final class Lengths {
    private static final Pattern LENGTH = Pattern.compile("([1-9][0-9]{0,6})([smhd])");

    private Lengths() {}

    /** @throws LocalFailure naming the option, where the text is none */
    static Duration parse(String option, String text) {
        Matcher length = LENGTH.matcher(text);
        if (!length.matches()) {
            throw LocalFailure.wrongUse(option + " takes a length such as 90s, 30m, 2h or 1d, not " + text);
        }
        ChronoUnit unit =
                switch (length.group(2)) {
                    case "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                };
        return Duration.of(Long.parseLong(length.group(1)), unit);
    }
}
