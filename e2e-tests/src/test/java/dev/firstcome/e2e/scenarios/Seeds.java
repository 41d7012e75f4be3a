package dev.firstcome.e2e.scenarios;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.LongStream;

/**
 * The seeds of this run: {@code -Dfirstcome.seed=} (hexadecimal) plays one again, else the first 8 digits of HEAD are
 * taken, new at each commit. Further rounds count up from there. Printed, always.
 */
final class Seeds {
    private static final int DIGITS = 8;
    private static final long FIRST = first();

    private Seeds() {}

    /** The one seed of a scenario that is played once. */
    static long one() {
        return FIRST;
    }

    /** One seed for each round that this profile asks for. */
    static LongStream rounds() {
        return LongStream.range(FIRST, FIRST + Integer.getInteger("firstcome.rounds", 1));
    }

    static String text(long seed) {
        return Long.toHexString(seed);
    }

    private static long first() {
        String given = System.getProperty("firstcome.seed", "");
        long seed = Long.parseLong(given.isBlank() ? head() : given, 16);
        System.out.println("seed " + text(seed) + (given.isBlank() ? ", from HEAD" : ", as given"));
        return seed;
    }

    private static String head() {
        try {
            Process git = new ProcessBuilder("git", "rev-parse", "HEAD").start();
            String commit = new String(git.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            if (git.waitFor() != 0) {
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
