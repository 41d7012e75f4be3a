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

/** Who may call an internal address, and with what. */
class ServiceTokensTests {
    private static final String CALLER = "payment-service";
    private static final String CALLED = "coupon-service";

    private final TestClock clock = new TestClock();
    private final Instant now = clock.instant();

    @TempDir
    private Path folder = Path.of("");

    /** One service with its key, and the folder of public keys. */
    private record World(ServiceKeyFolders folders, RSAKey key, ServiceTokenVerifier verifier) {
        void isRefused(String token) {
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

    private World world() {
        ServiceKeyFolders folders = new Secrets(folder).serviceKeys();
        RSAKey key = PemKeys.privateKey(folders.privateKey(CALLER));
        return new World(folders, key, new ServiceTokenVerifier(CALLED, folders.publicKeys(), clock));
    }

    @Test
    void aServiceIsKnownByItsOwnToken() {
        World world = world();
        String token = new ServiceTokens(CALLER, world.key(), clock).forCallsOf(CALLED);

        AbstractAuthenticationToken caller = Objects.requireNonNull(ServiceTokenVerifier.authentication()
                .convert(world.verifier().decoder().decode(token)));

        assertThat(caller.getName()).isEqualTo(CALLER);
        assertThat(caller.getAuthorities())
                .extracting(GrantedAuthority::getAuthority)
                .filteredOn(authority -> !authority.startsWith("FACTOR_"))
                .containsExactly("SERVICE_payment-service");
    }

    @Test
    void aTokenIsForOneService() {
        World world = world();

        world.isRefused(new ServiceTokens(CALLER, world.key(), clock).forCallsOf("user-service"));
    }

    @Test
    void aTokenIsGoodForAMinute() throws Exception {
        World world = world();

        world.isRefused(new ServiceTokens(CALLER, world.key(), at(now.minusSeconds(70))).forCallsOf(CALLED));
        world.isRefused(new ServiceTokens(CALLER, world.key(), at(now.plusSeconds(70))).forCallsOf(CALLED));
        world.isRefused(world.signed(claims().expirationTime(Date.from(now.plus(Duration.ofHours(1))))
                .build()));
        world.isRefused(world.signed(claims().issueTime(null).build()));
    }

    @Test
    void aServiceCannotSpeakForAnother() throws Exception {
        World world = world();
        world.folders().privateKey("gateway-service");

        world.isRefused(world.signed(claims().issuer("gateway-service").build()));
        world.isRefused(world.signed(claims().issuer(null).build()));
    }

    @Test
    void aKeyThatNobodyKnowsAnOtherAlgorithmAndNoneAreRefused() throws Exception {
        World world = world();
        RSAKey stranger = PemKeys.privateKey(
                new Secrets(folder.resolve("elsewhere")).serviceKeys().privateKey(CALLER));
        JWTClaimsSet good = claims().build();
        byte[] publicHalf = world.key().toRSAPublicKey().getEncoded();

        world.isRefused(world.signed(good, JWSAlgorithm.RS256, stranger.getKeyID(), new RSASSASigner(stranger)));
        world.isRefused(world.signed(good, JWSAlgorithm.RS256, world.key().getKeyID(), new RSASSASigner(stranger)));
        world.isRefused(world.signed(good, JWSAlgorithm.HS256, world.key().getKeyID(), new MACSigner(publicHalf)));
        world.isRefused(new PlainJWT(good).serialize());
        world.isRefused("nonsense");
        assertThat(world.verifier().decoder().decode(world.signed(good)).getSubject())
                .isEqualTo(CALLER);
    }

    @Test
    void aNewKeyIsKnownAndAnOldOneForgottenWithoutARestart() {
        World world = world();
        String old = new ServiceTokens(CALLER, world.key(), clock).forCallsOf(CALLED);
        world.verifier().decoder().decode(old);

        RSAKey fresh = PemKeys.privateKey(world.folders().add(CALLER));
        String young = new ServiceTokens(CALLER, fresh, clock).forCallsOf(CALLED);

        clock.goOn(Duration.ofSeconds(3));
        assertThat(isTaken(world, young)).isTrue();
        assertThat(isTaken(world, old)).as("the old key, which is still there").isTrue();

        world.folders().removeOld(CALLER);

        clock.goOn(Duration.ofSeconds(3));
        assertThat(isTaken(world, old)).isFalse();
        assertThat(isTaken(world, young)).isTrue();
    }

    @Test
    void aTokenIsMadeAnewBeforeItExpires() {
        World world = world();
        ServiceTokens tokens = new ServiceTokens(CALLER, world.key(), clock);

        String first = tokens.forCallsOf(CALLED);
        clock.goOn(Duration.ofSeconds(29));
        String soon = tokens.forCallsOf(CALLED);
        clock.goOn(Duration.ofSeconds(2));
        String later = tokens.forCallsOf(CALLED);

        assertThat(soon).isEqualTo(first);
        assertThat(later).isNotEqualTo(first);
    }

    private static boolean isTaken(World world, String token) {
        try {
            world.verifier().decoder().decode(token);
            return true;
        } catch (JwtException refused) {
            return false;
        }
    }

    private JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .issuer(CALLER)
                .subject(CALLER)
                .audience(CALLED)
                .issueTime(Date.from(now))
                .expirationTime(Date.from(now.plusSeconds(60)));
    }

    private static Clock at(Instant now) {
        return Clock.fixed(now, ZoneOffset.UTC);
    }
}
