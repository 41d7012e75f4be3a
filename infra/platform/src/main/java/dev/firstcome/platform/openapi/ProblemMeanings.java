package dev.firstcome.platform.openapi;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.context.MessageSource;

/** What a problem code means, in English: the text of the problem's detail with its arguments left out. */
final class ProblemMeanings {
    /** An argument of a message format, which can contain another one. */
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\d+[^{}]*(\\{[^{}]*}[^{}]*)*}");

    private static final Map<String, String> DEFAULTS =
            Arrays.stream(CommonProblem.values()).collect(Collectors.toMap(Enum::name, CommonProblem::meaning));

    private final MessageSource messages;

    ProblemMeanings(MessageSource messages) {
        this.messages = messages;
    }

    /** The code itself if it has no text. */
    String of(String code) {
        String text = messages.getMessage("problem." + code, null, DEFAULTS.getOrDefault(code, code), Locale.ENGLISH);
        return ARGUMENT.matcher(Objects.requireNonNullElse(text, code)).replaceAll("…");
    }
}
