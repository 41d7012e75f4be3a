package dev.firstcome.platform.tokens;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.DelegatingOAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.BadJwtException;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;

/**
 * Verifies stream tickets, which replace the access token where a client cannot send headers. A ticket opens one path
 * and expires after 30 seconds. Its audience differs from that of access tokens, so neither is accepted as the other.
 * {@link RecentTicketIds} detects a second use.
 */
public final class StreamTicketVerifier {
    /**
     * The internal header with the ticket. The gateway moves the ticket from the query to this header before it logs
     * the request, and removes the header from client requests.
     */
    public static final String HEADER = "X-Internal-Stream-Ticket";

    /** The lifetime of a ticket. */
    public static final Duration LIFETIME = Duration.ofSeconds(30);

    /** The claim with the path that the ticket opens. */
    public static final String PATH = "path";

    /** The claim with the expiry of the access token that the ticket was issued for, in seconds since 1970. */
    public static final String UNTIL = "until";

    static final Duration CLOCK_SKEW = Duration.ofSeconds(5);

    private final NimbusJwtDecoder decoder;

    public StreamTicketVerifier(JWKSource<SecurityContext> keys, TokensProperties properties, Clock clock) {
        JwtTimestampValidator timestamps = new JwtTimestampValidator(CLOCK_SKEW);
        timestamps.setClock(clock);
        String audience = audience(properties);
        this.decoder = NimbusJwtDecoder.withJwkSource(keys)
                .jwsAlgorithm(SignatureAlgorithm.RS256)
                .build();
        this.decoder.setJwtValidator(new DelegatingOAuth2TokenValidator<>(
                timestamps,
                new JwtIssuerValidator(properties.issuer()),
                new JwtClaimValidator<List<String>>(JwtClaimNames.AUD, List.of(audience)::equals)));
    }

    /** Returns the audience of tickets, which differs from the audience of access tokens. */
    public static String audience(TokensProperties properties) {
        return properties.audience() + "/streams";
    }

    /**
     * A verified ticket.
     *
     * @param id the id that detects a second use
     * @param authentication the user and the roles of the ticket
     */
    public record Ticket(String id, Authentication authentication) {}

    /**
     * Verifies a ticket for this request.
     *
     * @param path the request path, not decoded
     * @throws org.springframework.security.oauth2.jwt.JwtException if the ticket does not permit this request
     */
    public Ticket verify(String ticket, String method, String path) {
        Jwt verified = decoder.decode(ticket);
        if (!"GET".equals(method) || !path.equals(verified.getClaimAsString(PATH))) {
            throw new BadJwtException("the ticket was issued for another method or path");
        }
        String id = verified.getId();
        if (id == null || verified.getExpiresAt() == null || !verified.hasClaim(UNTIL)) {
            throw new BadJwtException("the ticket lacks a required claim");
        }
        return new Ticket(id, AccessTokens.authentication().convert(verified));
    }
}
