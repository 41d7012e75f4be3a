package dev.firstcome.psp.api;

import org.jspecify.annotations.Nullable;

/**
 * What leaves, and how.
 *
 * @param original the request that this was answered to first; null: this one
 * @param left to be run once it has left, or will not
 */
public record Reply(
        int status, byte[] body, Giving giving, @Nullable String original, Runnable left) {
    public static Reply plain(int status, byte[] body) {
        return new Reply(status, body, Giving.WHOLE, null, () -> {});
    }
}
