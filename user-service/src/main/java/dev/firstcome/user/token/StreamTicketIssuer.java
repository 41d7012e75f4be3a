package dev.firstcome.user.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.firstcome.platform.tokens.JwtSigner;
import dev.firstcome.platform.tokens.StreamTicketVerifier;
import dev.firstcome.platform.tokens.TokensProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Issues single-use stream tickets for clients with a valid access token that cannot send request headers. */
@Component
public final class StreamTicketIssuer {
    private final SigningKeys keys;
    private final TokensProperties properties;
    private final Clock clock;

    StreamTicketIssuer(SigningKeys keys, TokensProperties properties, Clock clock) {
        this.keys = keys;
        this.properties = properties;
        this.clock = clock;
    }

    /**
     * Issues a ticket that grants no more than the access token and no stream that outlives it.
     *
     * @param until expiry of the access token
     * @param path the only path that the ticket opens
     */
    public String issue(UUID user, List<String> roles, Instant until, String path) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(properties.issuer())
                .audience(StreamTicketVerifier.audience(properties))
                .subject(user.toString())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(StreamTicketVerifier.LIFETIME)))
                .claim("roles", roles)
                .claim(StreamTicketVerifier.PATH, path)
                .claim(StreamTicketVerifier.UNTIL, until.getEpochSecond())
                .build();
        return JwtSigner.sign(claims, keys.current());
    }
}
