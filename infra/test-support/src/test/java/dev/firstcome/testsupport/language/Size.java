package dev.firstcome.testsupport.language;

import java.nio.file.Path;

/**
 * The measured size of a class or package.
 *
 * @param subject the qualified name
 */
record Size(SizeLimit limit, String subject, int value, Path file, long line) {
    boolean exceedsLimit() {
        return value > limit.max();
    }

    Size plus(Size other) {
        return new Size(limit, subject, value + other.value, file, line);
    }

    Finding finding(int max) {
        return new Finding(file, line, "%s: %d of at most %d %s".formatted(subject, value, max, limit.advice()));
    }
}
