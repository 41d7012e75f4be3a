package dev.firstcome.user.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.firstcome.platform.tokens.TokenSignature;
import dev.firstcome.platform.tokens.TokensProperties;
import dev.firstcome.user.account.Account;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Makes signed access tokens (RS256). What they say is fixed for their life, which is therefore short. */
@Component
public final class AccessTokenIssuer {
    public static final Duration LIFE = Duration.ofMinutes(15);

    /** The claim with the session's id, by which a sign-out finds what to end. */
    public static final String SESSION = "sid";

    private final SigningKeys keys;
    private final TokensProperties properties;
    private final Clock clock;

    AccessTokenIssuer(SigningKeys keys, TokensProperties properties, Clock clock) {
        this.keys = keys;
        this.properties = properties;
        this.clock = clock;
    }

    public String issue(Account account, UUID sessionId) {
        Instant now = clock.instant();
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer(properties.issuer())
                .audience(properties.audience())
                .subject(account.userId().toString())
                .jwtID(UUID.randomUUID().toString())
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plus(LIFE)))
                .claim("roles", account.roles())
                .claim("segments", account.segments())
                .claim(SESSION, sessionId.toString())
                .build();
        return TokenSignature.sign(claims, keys.current());
    }
}
