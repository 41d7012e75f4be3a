package dev.firstcome.platform.problems;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/**
 * The field of a JSON body that cannot be read, and the rule that it breaks.
 *
 * @param name the path of the field, such as {@code price.amount}; contains no invalid Unicode
 */
record UnreadableField(String name, String rule) {
    private static final int LENGTH_MAX = 100;

    /** The name may be the client's own, and a response must be able to contain it. */
    private static final Pattern OTHER_CHARACTERS = Pattern.compile("[^\\p{L}\\p{N}_.\\-]");

    /** Empty for a syntax error, and for a body that is no JSON object. */
    static Optional<UnreadableField> of(HttpMessageNotReadableException unreadable) {
        if (!(unreadable.getCause() instanceof MismatchedInputException mismatch)) {
            return Optional.empty();
        }
        String path = mismatch.getPath().stream().map(UnreadableField::text).collect(Collectors.joining("."));
        if (path.isEmpty()) {
            return Optional.empty();
        }
        String name = OTHER_CHARACTERS.matcher(path).replaceAll("?");
        return Optional.of(
                new UnreadableField(name.length() > LENGTH_MAX ? name.substring(0, LENGTH_MAX) : name, rule(mismatch)));
    }

    private static String text(JacksonException.Reference step) {
        return step.getPropertyName() == null ? String.valueOf(step.getIndex()) : step.getPropertyName();
    }

    private static String rule(MismatchedInputException mismatch) {
        return mismatch instanceof UnrecognizedPropertyException ? "unknown field" : rule(mismatch.getTargetType());
    }

    private static String rule(@Nullable Class<?> type) {
        if (type == null) {
            return "another type is required";
        }
        if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
            return "a whole number is required";
        }
        if (type == String.class) {
            return "text is required";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false is required";
        }
        if (type == Instant.class) {
            return "an ISO 8601 time in UTC is required";
        }
        return type == UUID.class ? "a UUID is required" : "another type is required";
    }
}
