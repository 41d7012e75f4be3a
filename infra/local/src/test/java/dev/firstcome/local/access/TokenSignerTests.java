package dev.firstcome.local.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.local.layout.ServiceKeyFolders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class TokenSignerTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    private Path folder = Path.of("");

    @Test
    void tokenHasTheIdOfItsKeyAndAValidSignature() throws Exception {
        ServiceKeyFolders keys = new Secrets(folder).serviceKeys();
        Path privateKey = keys.privateKey("some-service");

        String[] token = TokenSigner.read(privateKey)
                .sign(Map.of("sub", "kim", "exp", 7))
                .split("\\.", -1);

        assertThat(token).hasSize(3);
        String keyId = part(token[0]).path("kid").asString();
        assertThat(privateKey.getFileName()).hasToString(keyId + ".pem");
        assertThat(part(token[0]).path("alg").asString()).isEqualTo("RS256");
        assertThat(part(token[1]).path("sub").asString()).isEqualTo("kim");
        assertThat(part(token[1]).path("exp").asInt()).isEqualTo(7);
        assertThat(isSigned(token, publicKey(keys.publicKeys().resolve(privateKey.getFileName()))))
                .isTrue();
    }

    @Test
    void unreadableKeyIsNamed() throws IOException {
        Path key = Files.writeString(folder.resolve("broken.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");

        assertThatThrownBy(() -> TokenSigner.read(key))
                .isInstanceOf(LocalPlatformException.class)
                .hasMessageContaining("broken.pem");
    }

    private static JsonNode part(String encoded) {
        return JSON.readTree(Base64.getUrlDecoder().decode(encoded));
    }

    private static boolean isSigned(String[] token, PublicKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key);
        signature.update((token[0] + "." + token[1]).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token[2]));
    }

    private static PublicKey publicKey(Path file) throws IOException, GeneralSecurityException {
        String body = Files.readString(file).replaceAll("-----[A-Z ]+-----", "");
        return KeyFactory.getInstance("RSA")
                .generatePublic(new X509EncodedKeySpec(Base64.getMimeDecoder().decode(body)));
    }
}
