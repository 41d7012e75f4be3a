package dev.firstcome.platform.streams;

import dev.firstcome.platform.tokens.StreamTicketVerifier;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.oauth2.jwt.Jwt;

/**
 * Who opens a stream.
 *
 * @param until when the access token ends by which the caller is known, and with it the stream
 */
public record StreamCaller(UUID user, Instant until) {
    /** The caller with this access token or ticket. A token that is no user's or has no end opens no stream. */
    public static StreamCaller of(Jwt token) {
        Instant until = endOf(token);
        if (until == null) {
            throw new InsufficientAuthenticationException("the token has no end");
        }
        try {
            return new StreamCaller(UUID.fromString(String.valueOf(token.getSubject())), until);
        } catch (IllegalArgumentException notAnId) {
            throw new InsufficientAuthenticationException("the token's subject is not a user", notAnId);
        }
    }

    /** A ticket ends soon, and says when the access token ends for which it was given. */
    private static @Nullable Instant endOf(Jwt token) {
        Instant until = token.getClaimAsInstant(StreamTicketVerifier.UNTIL);
        return until == null ? token.getExpiresAt() : until;
    }
}
