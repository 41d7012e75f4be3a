package dev.firstcome.testsupport.language;

import java.nio.file.Path;

/**
 * A violation of a rule, and how to correct it.
 *
 * @param file relative to the repository
 * @param line begins with 1
 */
record Finding(Path file, long line, String text) {
    @Override
    public String toString() {
        return file + ":" + line + ": " + text;
    }
}
