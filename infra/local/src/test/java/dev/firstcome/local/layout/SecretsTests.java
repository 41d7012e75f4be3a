package dev.firstcome.local.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
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
        new Secrets(folder).tokenKeys().withAKey();

        List<Path> keys = filesIn(new Secrets(folder).tokenKeys().withAKey());

        assertThat(keys).hasSize(1);
        assertThat(rsa(Files.readString(keys.getFirst())).getModulus().bitLength())
                .isEqualTo(2048);
    }

    @Test
    void aNextPasswordIsTheSameUntilItIsAdopted() {
        Secrets secrets = new Secrets(folder);
        String present = secrets.password("database");
        String next = secrets.next("database");

        assertThat(new Secrets(folder).next("database")).isEqualTo(next).isNotEqualTo(present);
        assertThat(secrets.password("database")).isEqualTo(present);

        secrets.adopt("database");

        assertThat(secrets.password("database")).isEqualTo(next);
        assertThat(secrets.next("database")).isNotEqualTo(next);
    }

    @Test
    void aNewTokenKeyIsTheLastByNameAndOnlyWhatWasReplacedLongAgoGoes() throws Exception {
        KeyFolder keys = new Secrets(folder).tokenKeys();
        Path first = filesIn(keys.withAKey()).getFirst();

        String second = keys.rotate(Duration.ofMinutes(30));

        assertThat(keys.keys()).hasSize(2).contains(first);
        assertThat(keys.keys().getLast().getFileName()).hasToString(second + ".pem");

        Files.setLastModifiedTime(
                keys.keys().getLast(), FileTime.from(Instant.now().minus(Duration.ofMinutes(31))));
        keys.rotate(Duration.ofMinutes(30));

        assertThat(keys.keys()).hasSize(2).doesNotContain(first);
    }

    @Test
    void theKeyInUseIsTheLastThatHasBeenThereForSoLong() throws Exception {
        KeyFolder keys = new Secrets(folder).tokenKeys();
        Duration minutes = Duration.ofMinutes(5);
        Path first = keys.lastOlderThan(minutes);
        keys.rotate(Duration.ofMinutes(30));
        Path second = keys.keys().getLast();

        assertThat(keys.lastOlderThan(minutes)).as("while none is old").isEqualTo(first);

        Files.setLastModifiedTime(first, FileTime.from(Instant.now().minus(minutes.multipliedBy(3))));
        assertThat(keys.lastOlderThan(minutes)).isEqualTo(first);
        Files.setLastModifiedTime(second, FileTime.from(Instant.now().minus(minutes.multipliedBy(2))));
        assertThat(keys.lastOlderThan(minutes)).isEqualTo(second);
        keys.rotate(Duration.ofMinutes(30));
        assertThat(keys.lastOlderThan(minutes)).as("beside a new one").isEqualTo(second);
    }

    @Test
    void aServicesOldKeysGoInBothFolders() throws Exception {
        ServiceKeyFolders keys = new Secrets(folder).serviceKeys();
        Path other = keys.privateKey("other-service");
        Path old = keys.privateKey("some-service");
        Path fresh = keys.add("some-service");

        assertThat(keys.privateKey("some-service")).isEqualTo(fresh).isNotEqualTo(old);
        assertThat(filesIn(keys.publicKeys())).hasSize(3);

        keys.removeOld("some-service");

        assertThat(old).doesNotExist();
        assertThat(filesIn(keys.publicKeys()).stream().map(Path::getFileName))
                .containsExactlyInAnyOrder(fresh.getFileName(), other.getFileName());
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
