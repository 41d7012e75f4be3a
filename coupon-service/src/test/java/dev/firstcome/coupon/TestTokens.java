package dev.firstcome.coupon;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.UUID;

/** Signs access tokens and publishes the key that verifies them, as user-service does. */
final class TestTokens implements AutoCloseable {
    private final RSAKey key;
    private final HttpServer server;

    TestTokens() {
        try {
            key = new RSAKeyGenerator(2048).keyID("test").generate();
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (JOSEException | IOException failed) {
            throw new IllegalStateException(failed);
        }
        byte[] keys = new JWKSet(key.toPublicJWK()).toString().getBytes(StandardCharsets.UTF_8);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, keys.length);
            try (var body = exchange.getResponseBody()) {
                body.write(keys);
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        });
        server.start();
    }

    String uri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/.well-known/jwks.json";
    }

    String of(UUID user, String... roles) {
        return sign(key, claims(user, Duration.ofMinutes(15), roles));
    }

    String inSegments(UUID user, String... segments) {
        JWTClaimsSet claims = new JWTClaimsSet.Builder(claims(user, Duration.ofMinutes(15)))
                .claim("segments", List.of(segments))
                .build();
        return sign(key, claims);
    }

    String expired(UUID user) {
        return sign(key, claims(user, Duration.ofMinutes(-5)));
    }

    /** Returns a token that is signed with another key under the id of the published key. */
    String forged(UUID user) {
        try {
            return sign(new RSAKeyGenerator(2048).keyID("test").generate(), claims(user, Duration.ofMinutes(15)));
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static JWTClaimsSet claims(UUID user, Duration validFor, String... roles) {
        return new JWTClaimsSet.Builder()
                .issuer("firstcome")
                .audience("firstcome")
                .subject(user.toString())
                .jwtID(UUID.randomUUID().toString())
                .claim("roles", List.of(roles))
                .expirationTime(Date.from(Clock.systemUTC().instant().plus(validFor)))
                .build();
    }

    private static String sign(RSAKey key, JWTClaimsSet claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .keyID(key.getKeyID())
                            .build(),
                    claims);
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
