package dev.firstcome.platform.tokens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PemKeysTests {
    private static KeyPair pair;

    @TempDir
    private Path folder = Path.of("");

    @BeforeAll
    static void generate() throws NoSuchAlgorithmException {
        pair = generate(2048);
    }

    @Test
    void aTokenOfThePrivateKeyIsVerifiedByThePublicKey() throws Exception {
        RSAKey privateKey = PemKeys.privateKey(
                write("shop.1.pem", "PRIVATE", pair.getPrivate().getEncoded()));
        RSAKey publicKey = PemKeys.publicKey(
                write("public/shop.1.pem", "PUBLIC", pair.getPublic().getEncoded()));

        SignedJWT token = SignedJWT.parse(
                JwtSigner.sign(new JWTClaimsSet.Builder().subject("kim").build(), privateKey));

        assertThat(token.verify(new RSASSAVerifier(publicKey))).isTrue();
        assertThat(token.getHeader().getKeyID()).isEqualTo("shop.1");
        assertThat(publicKey.isPrivate()).isFalse();
    }

    @Test
    void theFileNameIsTheKeyId() {
        assertThat(PemKeys.kid(Path.of("/keys/shop.2026-03-01.pem"))).isEqualTo("shop.2026-03-01");
        assertThatThrownBy(() -> PemKeys.kid(Path.of("/keys/a key.pem")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("a key.pem");
    }

    @Test
    void onlyPemFilesAreKeysInTheOrderOfTheirNames() throws IOException {
        write("b.pem", "PUBLIC", new byte[0]);
        write("a.pem", "PUBLIC", new byte[0]);
        Files.writeString(folder.resolve("README.md"), "no key");

        assertThat(PemKeys.files(folder)).containsExactly(folder.resolve("a.pem"), folder.resolve("b.pem"));
    }

    @Test
    void anInvalidFileIsRejectedWithItsName() throws IOException {
        Path text = folder.resolve("text.pem");
        Files.writeString(text, "no key");
        Path publicKey = write("public.pem", "PUBLIC", pair.getPublic().getEncoded());

        assertThatThrownBy(() -> PemKeys.publicKey(text))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("text.pem");
        assertThatThrownBy(() -> PemKeys.privateKey(publicKey))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PKCS#8");
        assertThatThrownBy(() -> PemKeys.publicKey(folder.resolve("missing.pem")))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aShortKeyIsRejected() throws Exception {
        Path shortKey = write("short.pem", "PUBLIC", generate(1024).getPublic().getEncoded());

        assertThatThrownBy(() -> PemKeys.publicKey(shortKey))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("fewer than 2048 bits");
    }

    @Test
    void aTicketIsUsedOnce() {
        RecentTicketIds used = new RecentTicketIds();

        assertThat(used.addIfAbsent("ticket-1")).isTrue();
        assertThat(used.addIfAbsent("ticket-1")).isFalse();
        assertThat(used.addIfAbsent("ticket-2")).isTrue();
        assertThat(RecentTicketIds.RETENTION).isGreaterThan(StreamTicketVerifier.LIFETIME);
    }

    private Path write(String name, String kind, byte[] encoded) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        String body = Base64.getMimeEncoder().encodeToString(encoded);
        return Files.writeString(
                file, "-----BEGIN %s KEY-----\n%s\n-----END %s KEY-----\n".formatted(kind, body, kind));
    }

    private static KeyPair generate(int bits) throws NoSuchAlgorithmException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(bits);
        return generator.generateKeyPair();
    }
}
