package dev.firstcome.platform.streams;

import dev.firstcome.platform.tokens.StreamTicketVerifier;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * The user who opens a stream.
 *
 * @param expiresAt the expiry of the user's access token, which also ends the stream
 */
public record StreamSubscriber(UUID userId, Instant expiresAt) {
    /** Returns the subscriber of this access token or ticket. It rejects a token without a user id or an expiry. */
    public static StreamSubscriber of(Jwt token) {
        Instant expiresAt = expiryOf(token);
        if (expiresAt == null) {
            throw new InsufficientAuthenticationException("the token has no expiry");
        }
        try {
            return new StreamSubscriber(UUID.fromString(String.valueOf(token.getSubject())), expiresAt);
        } catch (IllegalArgumentException notAnId) {
            throw new InsufficientAuthenticationException("the subject of the token is not a user id", notAnId);
        }
    }

    /** Returns the expiry of the access token, which a ticket carries in a claim of its own. */
    private static @Nullable Instant expiryOf(Jwt token) {
        Instant until = token.getClaimAsInstant(StreamTicketVerifier.UNTIL);
        return until == null ? token.getExpiresAt() : until;
    }
}
