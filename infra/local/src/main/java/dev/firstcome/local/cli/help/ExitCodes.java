package dev.firstcome.local.cli.help;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The exit codes that the help of each command lists, in picocli's form {@code code:description}. */
public final class ExitCodes {
    static final String DONE = "0:done";
    public static final String FAILED = "1:failed";
    public static final String INVALID_USE = "2:invalid command, option or argument";
    public static final String MACHINE =
            "3:a machine requirement is missing, such as a free port; see ./firstcome doctor";

    private ExitCodes() {}

    /** All exit codes, for a command that does not declare its own list. */
    static Map<String, String> all() {
        Map<String, String> descriptions = new LinkedHashMap<>();
        for (String code : new String[] {DONE, FAILED, INVALID_USE, MACHINE}) {
            int colon = code.indexOf(':');
            descriptions.put(code.substring(0, colon), code.substring(colon + 1));
        }
        return Collections.unmodifiableMap(descriptions);
    }
}
