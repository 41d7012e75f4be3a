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
 * A refresh token: the session id, the token's generation and a random secret, encoded as base64url of 52 bytes. Each
 * use issues the next generation, so an older generation proves reuse. Only the token's hash is stored. {@link
 * #toString} hides the secret.
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

    /** The token of the next generation, with a new secret. */
    public RefreshToken next() {
        return new RefreshToken(sessionId, Math.incrementExact(generation), newSecret());
    }

    /** Empty if the text is malformed. Only the stored session decides whether the token is valid. */
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

    /** The encoded token, as sent to the client. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes());
    }

    /** SHA-256 of the whole token. A plain hash is sufficient, because the secret has 256 random bits. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is not available", impossible);
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
