package dev.firstcome.model.random;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * The seeds of this run: {@code -Dfirstcome.seed=} (hexadecimal) plays one again, else the first 8 digits of HEAD are
 * taken, new at each commit. Further rounds count up from there. Printed, always.
 */
public final class Seeds {
    private static final int DIGITS = 8;
    private static final long GIT_SECONDS = 20;
    private static final String GIVEN = System.getProperty("firstcome.seed", "");
    private static final long FIRST = first();

    private Seeds() {}

    /** The one seed of a test that is played once. */
    public static long one() {
        return FIRST;
    }

    /** So many, counting up from the first. */
    public static LongStream several(int count) {
        return LongStream.range(FIRST, FIRST + count);
    }

    /** One seed for each round that this profile asks for. */
    public static LongStream rounds() {
        return several(Integer.getInteger("firstcome.rounds", 1));
    }

    /** One seed for each time that a process is killed at a moment by chance. */
    public static LongStream kills() {
        return several(Integer.getInteger("firstcome.kills", 3));
    }

    /** Only the one to be played again, if one is given; else so many. */
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
                throw new IllegalStateException("no commit to take a seed from; give one with -Dfirstcome.seed=");
            }
            return commit.substring(0, DIGITS);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking git for HEAD", e);
        }
    }
}
