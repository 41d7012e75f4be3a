package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.FaultSpec.OfLink;
import dev.firstcome.e2e.faults.FaultSpec.OfProcess;
import dev.firstcome.e2e.faults.FaultSpec.ProcessFault;
import dev.firstcome.e2e.faults.proxy.Direction;
import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Impairment.Bandwidth;
import dev.firstcome.e2e.faults.proxy.Impairment.BlackHole;
import dev.firstcome.e2e.faults.proxy.Impairment.Cut;
import dev.firstcome.e2e.faults.proxy.Impairment.Delay;
import dev.firstcome.e2e.faults.proxy.Link;
import dev.firstcome.model.random.Seeds;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text format of timelines: {@code at 1500ms for 3000ms coupon-service->redis-coupon-1 black-hole there}. */
final class TimelineText {
    private static final Pattern HEAD = Pattern.compile("timeline ([0-9a-f]+)");
    private static final Pattern FAULT = Pattern.compile("at (\\d+)ms for (\\d+)ms (\\S+) (.+)");
    private static final Pattern LINK = Pattern.compile("(\\S+)->(\\S+)");
    private static final Pattern BLACK_HOLE = Pattern.compile("black-hole (there|back|both)");
    private static final Pattern DELAY = Pattern.compile("delay (there|back|both) (\\d+)ms jitter (\\d+)ms");
    private static final Pattern BANDWIDTH = Pattern.compile("bandwidth (there|back|both) (\\d+)B/s");

    private TimelineText() {}

    static String of(Timeline timeline) {
        return timeline.faults().stream()
                .map(fault -> "\nat %dms for %dms %s"
                        .formatted(fault.at().toMillis(), fault.duration().toMillis(), of(fault.spec())))
                .collect(Collectors.joining("", "timeline " + Seeds.text(timeline.seed()), ""));
    }

    static String of(FaultSpec spec) {
        return switch (spec) {
            case OfLink(Link link, Impairment impairment) -> link + " " + of(impairment);
            case OfProcess(String process, ProcessFault fault) -> process + " " + word(fault);
        };
    }

    private static String of(Impairment impairment) {
        return switch (impairment) {
            case Cut() -> "cut";
            case BlackHole(Direction which) -> "black-hole " + word(which);
            case Delay(Direction which, Duration by, Duration jitter) ->
                "delay %s %dms jitter %dms".formatted(word(which), by.toMillis(), jitter.toMillis());
            case Bandwidth(Direction which, long rate) -> "bandwidth %s %dB/s".formatted(word(which), rate);
        };
    }

    static Timeline parse(String text) {
        List<String> lines = text.strip().lines().map(String::strip).toList();
        MatchResult head = match(HEAD, lines.getFirst());
        List<Fault> faults =
                lines.stream().skip(1).map(TimelineText::parseFault).toList();
        return new Timeline(Long.parseUnsignedLong(head.group(1), 16), faults);
    }

    private static Fault parseFault(String line) {
        MatchResult fault = match(FAULT, line);
        return new Fault(millis(fault.group(1)), millis(fault.group(2)), parse(fault.group(3), fault.group(4)));
    }

    private static FaultSpec parse(String target, String fault) {
        Matcher link = LINK.matcher(target);
        return link.matches()
                ? new OfLink(Link.of(link.group(1), link.group(2)), parseImpairment(fault))
                : new OfProcess(target, ProcessFault.valueOf(fault.toUpperCase(Locale.ROOT)));
    }

    private static Impairment parseImpairment(String text) {
        Matcher hole = BLACK_HOLE.matcher(text);
        Matcher delay = DELAY.matcher(text);
        Matcher bandwidth = BANDWIDTH.matcher(text);
        if (text.equals("cut")) {
            return new Cut();
        } else if (hole.matches()) {
            return new BlackHole(direction(hole.group(1)));
        } else if (delay.matches()) {
            return new Delay(direction(delay.group(1)), millis(delay.group(2)), millis(delay.group(3)));
        } else if (bandwidth.matches()) {
            return new Bandwidth(direction(bandwidth.group(1)), Long.parseLong(bandwidth.group(2)));
        }
        throw new IllegalArgumentException("Unknown impairment \"" + text + "\"");
    }

    private static MatchResult match(Pattern pattern, String line) {
        Matcher matcher = pattern.matcher(line);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Line does not match \"" + pattern + "\": \"" + line + "\"");
        }
        return matcher;
    }

    private static Direction direction(String word) {
        return Direction.valueOf(word.toUpperCase(Locale.ROOT));
    }

    private static Duration millis(String digits) {
        return Duration.ofMillis(Long.parseLong(digits));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
