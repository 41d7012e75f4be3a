package dev.firstcome.e2e.failpoints;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a process is to be halted.
 *
 * @param className as in source, nested classes with a dollar sign
 * @param method every overload of this name counts
 * @param call the n-th entry into the method, from 1, over all threads
 */
record Failpoint(String className, String method, long call) {
    private static final Pattern FORM = Pattern.compile("([\\w.$]+)#([\\w$<>]+)@([1-9][0-9]{0,8}):halt");

    /** @param text {@code <class>#<method>@<n-th call>:halt} */
    static Failpoint parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("not of the form class#method@n:halt: " + text);
        }
        return new Failpoint(form.group(1), form.group(2), Long.parseLong(form.group(3)));
    }

    String internalName() {
        return className.replace('.', '/');
    }
}
