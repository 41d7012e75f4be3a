package dev.firstcome.platform.deadletters;

import dev.firstcome.contracts.Topics;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id of a dead letter, written {@code topic:partition:offset}. The topic is the one whose record could not be processed;
 * partition and offset are those of the dead letter. Each id has one text.
 */
public record DeadLetterId(String topic, int partition, long offset) {
    private static final Pattern FORMAT = Pattern.compile("([a-z.]{1,100}):(0|[1-9][0-9]{0,5}):(0|[1-9][0-9]{0,17})");

    /** Empty for an invalid text. */
    public static Optional<DeadLetterId> parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        return matcher.matches()
                ? Optional.of(new DeadLetterId(
                        matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3))))
                : Optional.empty();
    }

    RecordPosition position() {
        return new RecordPosition(topic + Topics.DEAD_LETTER_SUFFIX, partition, offset);
    }

    @Override
    public String toString() {
        return topic + ":" + partition + ":" + offset;
    }
}
