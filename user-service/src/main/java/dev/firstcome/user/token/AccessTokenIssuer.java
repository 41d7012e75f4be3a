package dev.firstcome.user.token;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.firstcome.platform.tokens.JwtSigner;
import dev.firstcome.platform.tokens.TokensProperties;
import dev.firstcome.user.account.Account;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Issues signed access tokens (RS256). Claims cannot change after issue, so the lifetime is short. */
@Component
public final class AccessTokenIssuer {
    public static final Duration LIFETIME = Duration.ofMinutes(15);

    /** The claim with the session id, which sign-out uses to end the session. */
    public static final String SESSION_CLAIM = "sid";

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
                .expirationTime(Date.from(now.plus(LIFETIME)))
                .claim("roles", account.roles())
                .claim("segments", account.segments())
                .claim(SESSION_CLAIM, sessionId.toString())
                .build();
        return JwtSigner.sign(claims, keys.current());
    }
}
