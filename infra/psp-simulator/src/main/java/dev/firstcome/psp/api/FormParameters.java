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
 * The form-encoded parameters of one call. Each is taken once; {@link #done} refuses the call where some are left, so no
 * parameter is ignored in silence.
 */
public final class FormParameters {
    private static final int COUNT_MAX = 200;
    private static final int TEXT_MAX = 1_000;
    private static final int METADATA_MAX = 50;
    private static final int METADATA_VALUE_MAX = 500;
    private static final Pattern METADATA = Pattern.compile("metadata\\[([^\\[\\]]{1,40})]");
    private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");

    private final Map<String, String> left;
    private final String canonical;

    private FormParameters(Map<String, String> all) {
        this.left = all;
        this.canonical = new TreeMap<>(all).toString();
    }

    /** @param raw of a body or a query; null: there are none */
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
        String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
        String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
        if (all.size() >= COUNT_MAX) {
            throw BadCall.parameter("parameters_exclusive", shortName(name), "There are too many parameters.");
        }
        if (name.endsWith("[]")) {
            name = name.substring(0, name.length() - 1) + all.size() + "]";
        }
        if (all.putIfAbsent(name, value) != null) {
            throw BadCall.parameter("parameter_invalid", shortName(name), "The parameter is given twice.");
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw BadCall.parameter("parameter_invalid", shortName(text), "The encoding of the parameter is broken.");
        }
    }

    private static String shortName(String name) {
        return BadCall.shortened(name);
    }

    /** The same for the same parameters, in whatever order they came. */
    public String canonical() {
        return canonical;
    }

    @Nullable
    String text(String name) {
        String value = left.remove(name);
        if (value == null || value.isEmpty()) {
            return null;
        }
        if (value.length() > TEXT_MAX) {
            throw BadCall.parameter("parameter_invalid", name, "The text is too long.");
        }
        return value;
    }

    String requiredText(String name) {
        String value = text(name);
        if (value == null) {
            throw BadCall.parameter("parameter_missing", name, "Missing required param: " + name + ".");
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
            throw BadCall.parameter("parameter_invalid_integer", name, "Invalid integer: " + BadCall.shortened(value));
        }
        return Long.valueOf(value);
    }

    long numberWithin(String name, long min, long max, long otherwise) {
        Long value = number(name);
        if (value == null) {
            return otherwise;
        }
        if (value < min || value > max) {
            throw BadCall.parameter(
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
            throw BadCall.parameter("parameter_invalid", name, "Invalid boolean: " + BadCall.shortened(value));
        }
        return true;
    }

    List<String> list(String name) {
        List<String> values = new ArrayList<>();
        left.entrySet().removeIf(entry -> {
            boolean ours = entry.getKey().startsWith(name + "[");
            if (ours) {
                values.add(entry.getValue());
            }
            return ours;
        });
        return values;
    }

    Map<String, String> metadata() {
        Map<String, String> metadata = new LinkedHashMap<>();
        left.entrySet().removeIf(entry -> {
            Matcher name = METADATA.matcher(entry.getKey());
            if (!name.matches()) {
                return false;
            }
            if (entry.getValue().length() > METADATA_VALUE_MAX) {
                throw BadCall.parameter("parameter_invalid", entry.getKey(), "The value is too long.");
            }
            if (!entry.getValue().isEmpty()) {
                metadata.put(name.group(1), entry.getValue());
            }
            return true;
        });
        if (metadata.size() > METADATA_MAX) {
            throw BadCall.parameter("parameter_invalid", "metadata", "There are more than " + METADATA_MAX + " keys.");
        }
        return metadata;
    }

    /** All that the call knows is taken. */
    void done() {
        for (String name : left.keySet()) {
            throw BadCall.parameter(
                    "parameter_unknown", shortName(name), "Received unknown parameter: " + shortName(name));
        }
    }
}
