package dev.firstcome.local.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTests {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void aSecretStaysWhatItWas() {
        String first = new Secrets(folder).password("database");

        assertThat(new Secrets(folder).password("database")).isEqualTo(first).hasSize(32);
    }

    @Test
    void onlyTheOwnerReadsASecret() throws IOException {
        new Secrets(folder).key("mac");

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("mac"))))
                .isEqualTo("rw-------");
    }

    @Test
    void aKeyHas32Bytes() {
        assertThat(Base64.getDecoder().decode(new Secrets(folder).key("mac"))).hasSize(32);
    }

    @Test
    void thereIsOneTokenKeyAndItIsRsaOf2048Bits() throws Exception {
        new Secrets(folder).tokenKeys();

        List<Path> keys = filesIn(new Secrets(folder).tokenKeys());

        assertThat(keys).hasSize(1);
        assertThat(rsa(Files.readString(keys.getFirst())).getModulus().bitLength())
                .isEqualTo(2048);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static RSAPrivateKey rsa(String pem) throws Exception {
        byte[] encoded = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        return (RSAPrivateKey) KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(encoded));
    }
}
