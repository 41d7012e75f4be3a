package dev.firstcome.platform.deadletters;

import dev.firstcome.contracts.Topics;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A dead letter by its place, written {@code topic:partition:offset}: the topic is the one whose consumer could not use it,
 * partition and offset are those in that topic's dead letters. There is one way to write each.
 */
public record DeadLetterId(String topic, int partition, long offset) {
    private static final Pattern FORM = Pattern.compile("([a-z.]{1,100}):(0|[1-9][0-9]{0,5}):(0|[1-9][0-9]{0,17})");

    /** Empty if it is written in any other way. */
    public static Optional<DeadLetterId> of(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches()
                ? Optional.of(new DeadLetterId(
                        parts.group(1), Integer.parseInt(parts.group(2)), Long.parseLong(parts.group(3))))
                : Optional.empty();
    }

    RecordPlace place() {
        return new RecordPlace(topic + Topics.DEAD_LETTER_SUFFIX, partition, offset);
    }

    @Override
    public String toString() {
        return topic + ":" + partition + ":" + offset;
    }
}
