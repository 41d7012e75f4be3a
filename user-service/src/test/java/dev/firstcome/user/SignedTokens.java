package dev.firstcome.user;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Creates tokens with arbitrary claims, signed with the key of the service. */
final class SignedTokens {
    private final UserService service;

    SignedTokens(UserService service) {
        this.service = service;
    }

    /** Returns an access token with this expiry. */
    String access(UUID user, Instant until) {
        return sign(claims(user, "firstcome", until).claim("roles", List.of()).build());
    }

    /** Returns a stream ticket for the path. */
    String ticket(UUID user, String path, Instant ticketUntil, Instant streamUntil) {
        return sign(claims(user, "firstcome/streams", ticketUntil)
                .claim("path", path)
                .claim("until", streamUntil.getEpochSecond())
                .build());
    }

    private static JWTClaimsSet.Builder claims(UUID user, String audience, Instant until) {
        return new JWTClaimsSet.Builder()
                .issuer("firstcome")
                .audience(audience)
                .subject(user.toString())
                .jwtID(UUID.randomUUID().toString())
                .expirationTime(Date.from(until));
    }

    private String sign(JWTClaimsSet claims) {
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(UserService.KID).build(), claims);
        try {
            token.sign(new RSASSASigner(service.signing.getPrivate()));
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
        return token.serialize();
    }
}
