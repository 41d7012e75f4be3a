package dev.firstcome.user.session;

import java.security.SecureRandom;

/** The random salt of one refresh, from which {@link RefreshToken#successor} derives the next token. Immutable. */
public final class SuccessorSalt {
    static final int BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] bytes;

    private SuccessorSalt(byte[] bytes) {
        this.bytes = bytes;
    }

    static SuccessorSalt random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return new SuccessorSalt(bytes);
    }

    /** Restores a stored salt. */
    public static SuccessorSalt of(byte[] stored) {
        if (stored.length != BYTES) {
            throw new IllegalStateException("a salt has %d bytes, not %d".formatted(BYTES, stored.length));
        }
        return new SuccessorSalt(stored.clone());
    }

    public byte[] bytes() {
        return bytes.clone();
    }
}
