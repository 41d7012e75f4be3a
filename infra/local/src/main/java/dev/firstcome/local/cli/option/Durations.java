package dev.firstcome.local.cli.option;

import dev.firstcome.local.layout.LocalPlatformException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses durations such as 90s, 30m, 2h and 1d. */
public final class Durations {
    private static final Pattern DURATION = Pattern.compile("([1-9][0-9]{0,6})([smhd])");

    private Durations() {}

    /**
     * Parses the value of an option.
     *
     * @throws LocalPlatformException with the option's name, if the text is not a duration
     */
    public static Duration parse(String option, String text) {
        Matcher duration = DURATION.matcher(text);
        if (!duration.matches()) {
            throw LocalPlatformException.wrongUse(
                    option + " needs a duration such as 90s, 30m, 2h or 1d, not '" + text + "'");
        }
        ChronoUnit unit =
                switch (duration.group(2)) {
                    case "s" -> ChronoUnit.SECONDS;
                    case "m" -> ChronoUnit.MINUTES;
                    case "h" -> ChronoUnit.HOURS;
                    default -> ChronoUnit.DAYS;
                };
        return Duration.of(Long.parseLong(duration.group(1)), unit);
    }
}
