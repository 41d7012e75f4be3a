package dev.firstcome.e2e.failpoints;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The method entry at which a process halts.
 *
 * @param className the binary class name, with a dollar sign before nested classes
 * @param method the method name, which includes all overloads
 * @param call the number of the fatal entry into the method, from 1, over all threads
 */
record Failpoint(String className, String method, long call) {
    private static final Pattern FORMAT = Pattern.compile("([\\w.$]+)#([\\w$<>]+)@([1-9][0-9]{0,8}):halt");

    /** @param text {@code <class>#<method>@<n-th call>:halt} */
    static Failpoint parse(String text) {
        Matcher matcher = FORMAT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Failpoint must have the format class#method@n:halt: " + text);
        }
        return new Failpoint(matcher.group(1), matcher.group(2), Long.parseLong(matcher.group(3)));
    }

    String internalName() {
        return className.replace('.', '/');
    }
}
