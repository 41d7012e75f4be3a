package dev.firstcome.testsupport.language;

import java.util.Locale;

/** A limit that single classes or packages may exceed by an {@code except} line in the list of modules. */
enum SizeLimit {
    /** Parameters of a constructor of a class. Records have values and tests have fixtures, so both are exempt. */
    PARAMETERS(7, "constructor parameters; extract a class or group values in a record"),

    /** Top-level types of a package. Packages of tests are exempt, because a test class has no other users. */
    TYPES(15, "types in a package; extract a package for a feature or an adapter");

    private final int max;
    private final String advice;

    SizeLimit(int max, String advice) {
        this.max = max;
        this.advice = advice;
    }

    int max() {
        return max;
    }

    String advice() {
        return advice;
    }

    /** @throws IllegalArgumentException if there is no such limit */
    static SizeLimit of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
