package dev.firstcome.user.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.firstcome.platform.tokens.StreamTicketVerifier;
import dev.firstcome.platform.tokens.TokenSignature;
import dev.firstcome.platform.tokens.TokensProperties;
import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes tickets that open one stream each, for whoever has a good access token and cannot send it in a header. */
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
     * The ticket says no more than the access token does, and opens no stream that lasts longer.
     *
     * @param until when the access token ends
     * @param path the one that it opens
     */
    public String issue(UUID user, List<String> roles, Instant until, String path) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(properties.issuer())
                .audience(StreamTicketVerifier.audience(properties))
                .subject(user.toString())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(StreamTicketVerifier.LIFE)))
                .claim("roles", roles)
                .claim(StreamTicketVerifier.PATH, path)
                .claim(StreamTicketVerifier.UNTIL, until.getEpochSecond())
                .build();
        return TokenSignature.sign(claims, keys.current());
    }
}
