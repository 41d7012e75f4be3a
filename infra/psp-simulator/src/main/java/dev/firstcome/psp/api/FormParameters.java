package dev.firstcome.psp.api;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The form-encoded parameters of one request. Each accessor consumes its parameter; {@link #rejectUnknown} rejects the
 * request if unread parameters remain. No parameter is silently ignored.
 */
public final class FormParameters {
    private static final int COUNT_MAX = 200;
    private static final int TEXT_MAX = 1_000;
    private static final int METADATA_MAX = 50;
    private static final int METADATA_VALUE_MAX = 500;
    private static final Pattern METADATA = Pattern.compile("metadata\\[([^\\[\\]]{1,40})]");
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

    private final Map<String, String> remaining;
    private final String canonical;

    private FormParameters(Map<String, String> all) {
        this.remaining = all;
        this.canonical = new TreeMap<>(all).toString();
    }

    /** @param raw a form body or a query string; null means no parameters */
    public static FormParameters parse(@Nullable String raw) {
        Map<String, String> all = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return new FormParameters(all);
        }
        int start = 0;
        while (start <= raw.length()) {
            int end = raw.indexOf('&', start);
            String pair = raw.substring(start, end < 0 ? raw.length() : end);
            if (!pair.isEmpty()) {
                put(all, pair);
            }
            start = end < 0 ? raw.length() + 1 : end + 1;
        }
        return new FormParameters(all);
    }

    private static void put(Map<String, String> all, String pair) {
        int equals = pair.indexOf('=');
        String name = decode(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
        if (all.size() >= COUNT_MAX) {
            throw RejectedRequestException.invalidParameter(
                    "parameters_exclusive", abbreviate(name), "Too many parameters.");
        }
        if (name.endsWith("[]")) {
            name = name.substring(0, name.length() - 1) + all.size() + "]";
        }
        if (all.putIfAbsent(name, value) != null) {
            throw RejectedRequestException.invalidParameter(
                    "parameter_invalid", abbreviate(name), "Duplicate parameter.");
        }
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw RejectedRequestException.invalidParameter(
                    "parameter_invalid", abbreviate(text), "The parameter is not URL-encoded correctly.");
        }
    }

    private static String abbreviate(String name) {
        return RejectedRequestException.abbreviate(name);
    }

    /** Returns a canonical form that does not depend on the order of the parameters. */
    public String canonical() {
        return canonical;
    }

    @Nullable
    String text(String name) {
        String value = remaining.remove(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() > TEXT_MAX) {
            throw RejectedRequestException.invalidParameter("parameter_invalid", name, "The text is too long.");
        }
        return value;
    }

    String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw RejectedRequestException.invalidParameter(
                    "parameter_missing", name, "Missing required param: " + name + ".");
        }
        return value;
    }

    @Nullable
    Long number(String name) {
        String value = text(name);
        if (value == null) {
            return null;
        }
        if (!INTEGER.matcher(value).matches()) {
            throw RejectedRequestException.invalidParameter(
                    "parameter_invalid_integer",
                    name,
                    "Invalid integer: " + RejectedRequestException.abbreviate(value));
        }
        return Long.valueOf(value);
    }

    long numberWithin(String name, long min, long max, long defaultValue) {
        Long value = number(name);
        if (value == null) {
            return defaultValue;
        }
        if (value < min || value > max) {
            throw RejectedRequestException.invalidParameter(
                    "parameter_invalid_integer", name, "The value must be between " + min + " and " + max + ".");
        }
        return value;
    }

    boolean flag(String name) {
        String value = text(name);
        if (value == null || value.equals("false")) {
            return false;
        }
        if (!value.equals("true")) {
            throw RejectedRequestException.invalidParameter(
                    "parameter_invalid", name, "Invalid boolean: " + RejectedRequestException.abbreviate(value));
        }
        return true;
    }

    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        remaining.entrySet().removeIf(entry -> {
            boolean matches = entry.getKey().startsWith(name + "[");
            if (matches) {
                values.add(entry.getValue());
            }
            return matches;
        });
        return values;
    }

    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        remaining.entrySet().removeIf(entry -> {
            Matcher name = METADATA.matcher(entry.getKey());
            if (!name.matches()) {
                return false;
            }
            if (entry.getValue().length() > METADATA_VALUE_MAX) {
                throw RejectedRequestException.invalidParameter(
                        "parameter_invalid", entry.getKey(), "The value is too long.");
            }
            if (!entry.getValue().isEmpty()) {
                metadata.put(name.group(1), entry.getValue());
            }
            return true;
        });
        if (metadata.size() > METADATA_MAX) {
            throw RejectedRequestException.invalidParameter(
                    "parameter_invalid", "metadata", "There are more than " + METADATA_MAX + " keys.");
        }
        return metadata;
    }

    /** Rejects the request if it has parameters that no accessor has consumed. */
    void rejectUnknown() {
        for (String name : remaining.keySet()) {
            throw RejectedRequestException.invalidParameter(
                    "parameter_unknown", abbreviate(name), "Received unknown parameter: " + abbreviate(name));
        }
    }
}
