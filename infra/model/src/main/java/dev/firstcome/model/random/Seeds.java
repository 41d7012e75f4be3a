package dev.firstcome.model.random;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * The seeds of this test run. {@code -Dfirstcome.seed=} (hexadecimal) sets the first seed; the default is the first 8
 * digits of HEAD, which change with each commit. Further seeds increase by one. The first seed is always printed.
 */
public final class Seeds {
    private static final int DIGITS = 8;
    private static final long GIT_SECONDS = 20;
    private static final String GIVEN = System.getProperty("firstcome.seed", "");
    private static final long FIRST = first();

    private Seeds() {}

    /** Returns the seed of a test that runs once. */
    public static long one() {
        return FIRST;
    }

    /** Returns {@code count} seeds, starting with the first. */
    public static LongStream several(int count) {
        return LongStream.range(FIRST, FIRST + count);
    }

    /** Returns one seed for each round of this profile. */
    public static LongStream rounds() {
        return several(Integer.getInteger("firstcome.rounds", 1));
    }

    /** Returns one seed for each kill of a process at a random time. */
    public static LongStream kills() {
        return several(Integer.getInteger("firstcome.kills", 3));
    }

    /** Returns only the given seed if there is one, otherwise {@code count} seeds. */
    public static LongStream givenOr(int count) {
        return several(GIVEN.isBlank() ? count : 1);
    }

    public static String text(long seed) {
        return Long.toHexString(seed);
    }

    private static long first() {
        long seed = Long.parseUnsignedLong(GIVEN.isBlank() ? head() : GIVEN, 16);
        System.out.println("seed " + text(seed) + (GIVEN.isBlank() ? ", from HEAD" : ", as given"));
        return seed;
    }

    private static String head() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "HEAD").start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (!git.waitFor(GIT_SECONDS, TimeUnit.SECONDS) || git.exitValue() != 0) {
                throw new IllegalStateException("there is no commit for the seed; set one with -Dfirstcome.seed=");
            }
            return commit.substring(0, DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading HEAD from git", e);
        }
    }
}
