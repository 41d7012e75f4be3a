package dev.firstcome.platform.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceKeyFolders;
import dev.firstcome.platform.testing.TestClock;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.oauth2.jwt.JwtException;

/** Tests issuing and verification of the tokens between services. */
class ServiceTokenTests {
    private static final String CALLER = "payment-service";
    private static final String CALLEE = "coupon-service";

    private final TestClock clock = new TestClock();
    private final Instant now = clock.instant();

    @TempDir
    private Path folder = Path.of("");

    /** The key of the caller, the folder of public keys and the verifier of the callee. */
    private record Fixture(ServiceKeyFolders folders, RSAKey key, ServiceTokenVerifier verifier) {
        void assertRejected(String token) {
            assertThatThrownBy(() -> verifier.decoder().decode(token)).isInstanceOf(JwtException.class);
        }

        String signed(JWTClaimsSet claims) throws Exception {
            return signed(claims, JWSAlgorithm.RS256, key.getKeyID(), new RSASSASigner(key));
        }

        String signed(JWTClaimsSet claims, JWSAlgorithm algorithm, String kid, JWSSigner signer) throws Exception {
            SignedJWT token =
                    new SignedJWT(new JWSHeader.Builder(algorithm).keyID(kid).build(), claims);
            token.sign(signer);
            return token.serialize();
        }
    }

    private Fixture fixture() {
        ServiceKeyFolders folders = new Secrets(folder).serviceKeys();
        RSAKey key = PemKeys.privateKey(folders.privateKey(CALLER));
        return new Fixture(folders, key, new ServiceTokenVerifier(CALLEE, folders.publicKeys(), clock));
    }

    @Test
    void aTokenAuthenticatesItsIssuer() {
        Fixture fixture = fixture();
        String token = new ServiceTokenIssuer(CALLER, fixture.key(), clock).tokenFor(CALLEE);

        AbstractAuthenticationToken caller = Objects.requireNonNull(ServiceTokenVerifier.authentication()
                .convert(fixture.verifier().decoder().decode(token)));

        assertThat(caller.getName()).isEqualTo(CALLER);
        assertThat(caller.getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .filteredOn(authority -> !authority.startsWith("FACTOR_"))
                .containsExactly("SERVICE_payment-service");
    }

    @Test
    void aTokenForAnotherServiceIsRejected() {
        Fixture fixture = fixture();

        fixture.assertRejected(new ServiceTokenIssuer(CALLER, fixture.key(), clock).tokenFor("user-service"));
    }

    @Test
    void tokensOutsideTheirLifetimeOrWithoutOneAreRejected() throws Exception {
        Fixture fixture = fixture();

        fixture.assertRejected(
                new ServiceTokenIssuer(CALLER, fixture.key(), at(now.minusSeconds(70))).tokenFor(CALLEE));
        fixture.assertRejected(new ServiceTokenIssuer(CALLER, fixture.key(), at(now.plusSeconds(70))).tokenFor(CALLEE));
        fixture.assertRejected(fixture.signed(claims().expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                .build()));
        fixture.assertRejected(fixture.signed(claims().issueTime(null).build()));
    }

    @Test
    void aServiceCannotImpersonateAnother() throws Exception {
        Fixture fixture = fixture();
        fixture.folders().privateKey("gateway-service");

        fixture.assertRejected(fixture.signed(claims().issuer("gateway-service").build()));
        fixture.assertRejected(fixture.signed(claims().issuer(null).build()));
    }

    @Test
    void unknownKeysOtherAlgorithmsAndUnsignedTokensAreRejected() throws Exception {
        Fixture fixture = fixture();
        RSAKey unknownKey = PemKeys.privateKey(
                new Secrets(folder.resolve("other")).serviceKeys().privateKey(CALLER));
        JWTClaimsSet valid = claims().build();
        byte[] publicKey = fixture.key().toRSAPublicKey().getEncoded();

        fixture.assertRejected(
                fixture.signed(valid, JWSAlgorithm.RS256, unknownKey.getKeyID(), new RSASSASigner(unknownKey)));
        fixture.assertRejected(
                fixture.signed(valid, JWSAlgorithm.RS256, fixture.key().getKeyID(), new RSASSASigner(unknownKey)));
        fixture.assertRejected(
                fixture.signed(valid, JWSAlgorithm.HS256, fixture.key().getKeyID(), new MACSigner(publicKey)));
        fixture.assertRejected(new PlainJWT(valid).serialize());
        fixture.assertRejected("nonsense");
        assertThat(fixture.verifier().decoder().decode(fixture.signed(valid)).getSubject())
                .isEqualTo(CALLER);
    }

    @Test
    void keysRotateWithoutARestart() {
        Fixture fixture = fixture();
        String oldToken = new ServiceTokenIssuer(CALLER, fixture.key(), clock).tokenFor(CALLEE);
        fixture.verifier().decoder().decode(oldToken);

        RSAKey newKey = PemKeys.privateKey(fixture.folders().add(CALLER));
        String newToken = new ServiceTokenIssuer(CALLER, newKey, clock).tokenFor(CALLEE);

        clock.advance(Duration.ofSeconds(3));
        assertThat(isAccepted(fixture, newToken)).isTrue();
        assertThat(isAccepted(fixture, oldToken))
                .as("token of the old key, which is still published")
                .isTrue();

        fixture.folders().removeOld(CALLER);

        clock.advance(Duration.ofSeconds(3));
        assertThat(isAccepted(fixture, oldToken)).isFalse();
        assertThat(isAccepted(fixture, newToken)).isTrue();
    }

    @Test
    void aTokenIsReplacedBeforeItExpires() {
        Fixture fixture = fixture();
        ServiceTokenIssuer issuer = new ServiceTokenIssuer(CALLER, fixture.key(), clock);

        String first = issuer.tokenFor(CALLEE);
        clock.advance(Duration.ofSeconds(29));
        String soon = issuer.tokenFor(CALLEE);
        clock.advance(Duration.ofSeconds(2));
        String later = issuer.tokenFor(CALLEE);

        assertThat(soon).isEqualTo(first);
        assertThat(later).isNotEqualTo(first);
    }

    private static boolean isAccepted(Fixture fixture, String token) {
        try {
            fixture.verifier().decoder().decode(token);
            return true;
        } catch (JwtException rejected) {
            return false;
        }
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(CALLER)
                .subject(CALLER)
                .audience(CALLEE)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
