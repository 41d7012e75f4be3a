package dev.firstcome.user.session;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A refresh token: the session id, the token's generation and a 32-byte secret, encoded as base64url of 52 bytes. Each
 * use issues the next generation, so an older generation proves reuse. Only the token's hash is stored. {@link
 * #toString} hides the secret.
 */
public final class RefreshToken {
    private static final int SECRET_BYTES = 32;
    private static final int BYTES = 2 * Long.BYTES + Integer.BYTES + SECRET_BYTES;
    private static final int TEXT_LENGTH = (BYTES * 8 + 5) / 6;
    private static final String MAC = "HmacSHA256";
    private static final SecureRandom RANDOM = new SecureRandom();

    private final UUID sessionId;
    private final int generation;
    private final byte[] secret;

    private RefreshToken(UUID sessionId, int generation, byte[] secret) {
        this.sessionId = sessionId;
        this.generation = generation;
        this.secret = secret;
    }

    /** The first token of a session, with a random secret. */
    public static RefreshToken first(UUID sessionId) {
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        return new RefreshToken(sessionId, 1, secret);
    }

    /**
     * The token of the next generation. Its secret is HMAC-SHA256 of the salt, the session id and the generation, with
     * this token's secret as the key. The same token and salt give the same successor, so two concurrent callers get
     * one successor, although the service stores only its hash.
     *
     * <p>The salt is random for each refresh and stored with the session. A thief of a token cannot compute its
     * successors without the salt. The thief must present the token to the service, which detects the reuse. A reader
     * of the database has the salt and the hash, but no secret. A server-side key instead of the salt would reveal the
     * successors of all tokens if it leaked, and all instances would need it.
     */
    public RefreshToken successor(SuccessorSalt salt) {
        int next = Math.incrementExact(generation);
        ByteBuffer message = ByteBuffer.allocate(SuccessorSalt.BYTES + 2 * Long.BYTES + Integer.BYTES)
                .put(salt.bytes())
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .putInt(next);
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(new SecretKeySpec(secret, MAC));
            return new RefreshToken(sessionId, next, mac.doFinal(message.array()));
        } catch (NoSuchAlgorithmException | InvalidKeyException impossible) {
            throw new IllegalStateException("HmacSHA256 is not available", impossible);
        }
    }

    /** Empty if the text is malformed. Only the stored session decides whether the token is valid. */
    public static Optional<RefreshToken> parse(@Nullable String text) {
        if (text == null || text.length() != TEXT_LENGTH) {
            return Optional.empty();
        }
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
            if (bytes.remaining() != BYTES) {
                return Optional.empty();
            }
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

    /** Compares in constant time. */
    public boolean matches(byte[] storedHash) {
        return MessageDigest.isEqual(hash(), storedHash);
    }

    private byte[] bytes() {
        return ByteBuffer.allocate(BYTES)
                .putLong(sessionId.getMostSignificantBits())
                .putLong(sessionId.getLeastSignificantBits())
                .putInt(generation)
                .put(secret)
                .array();
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
