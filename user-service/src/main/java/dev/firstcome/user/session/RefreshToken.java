package dev.firstcome.user.session;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a client shows to go on with its session: the session's id, the generation of the token, and a secret. Written as
 * base64url of these 52 bytes. Each use makes the next generation, so an older one shows that it was used before. The
 * shop keeps its hash only. Never printed.
 */
public final class RefreshToken {
    private static final int SECRET_BYTES = 32;
    private static final int BYTES = 2 * Long.BYTES + Integer.BYTES + SECRET_BYTES;
    private static final int TEXT_LENGTH = (BYTES * 8 + 5) / 6;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UUID sessionId;
    private final int generation;
    private final byte[] secret;

    private RefreshToken(UUID sessionId, int generation, byte[] secret) {
        this.sessionId = sessionId;
        this.generation = generation;
        this.secret = secret;
    }

    /** The first token of a session. */
    public static RefreshToken first(UUID sessionId) {
        return new RefreshToken(sessionId, 1, newSecret());
    }

    /** The token that follows this one, with a secret of its own. */
    public RefreshToken next() {
        return new RefreshToken(sessionId, Math.incrementExact(generation), newSecret());
    }

    /** Nothing where the text has not the exact form. Whether the token is good, the stored session knows. */
    public static Optional<RefreshToken> parse(@Nullable String text) {
        if (text == null || text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            UUID sessionId = new UUID(bytes.getLong(), bytes.getLong());
            int generation = bytes.getInt();
            byte[] secret = new byte[SECRET_BYTES];
            bytes.get(secret);
            RefreshToken token = new RefreshToken(sessionId, generation, secret);
            boolean usable = generation >= 1
                    && generation < Integer.MAX_VALUE
                    && token.text().equals(text);
            return usable ? Optional.of(token) : Optional.empty();
        } catch (IllegalArgumentException notBase64) {
            return Optional.empty();
        }
    }

    public UUID sessionId() {
        return sessionId;
    }

    public int generation() {
        return generation;
    }

    /** What the client gets. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    /** SHA-256 of the whole token: enough for a secret of 256 random bits. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .putInt(generation)
                .put(secret)
                .array();
    }

    private static byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return secret;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RefreshToken token && Arrays.equals(bytes(), token.bytes());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes());
    }

    @Override
    public String toString() {
        return "generation " + generation + " of " + sessionId;
    }
}
