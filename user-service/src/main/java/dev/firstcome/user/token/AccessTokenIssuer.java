package dev.firstcome.user.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
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

    private final JWSSigner signer;
    private final JWSHeader header;
    private final TokensProperties properties;
    private final Clock clock;

    AccessTokenIssuer(SigningKeys keys, TokensProperties properties, Clock clock) {
        this.header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                .type(JOSEObjectType.JWT)
                .keyID(keys.current().getKeyID())
                .build();
        this.signer = signer(keys);
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
        SignedJWT token = new SignedJWT(header, claims);
        try {
            token.sign(signer);
        } catch (JOSEException impossible) {
            throw new IllegalStateException("a key that was read cannot sign", impossible);
        }
        return token.serialize();
    }

    private static JWSSigner signer(SigningKeys keys) {
        try {
            return new RSASSASigner(keys.current());
        } catch (JOSEException unusable) {
            throw new IllegalStateException("the current key cannot sign", unusable);
        }
    }
}
