package dev.firstcome.user.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.JWK;
import dev.firstcome.local.layout.KeyFolder;
import dev.firstcome.local.layout.Secrets;
import dev.firstcome.platform.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A new key is published before it signs. An old key is published until its last token expires. */
class SigningKeysTests {
    private static final Duration SIGN_AFTER = Duration.ofMinutes(2);

    private final TestClock clock = new TestClock();

    @TempDir
    private Path folder = Path.of("");

    private KeyFolder files() {
        return new Secrets(folder).tokenKeys();
    }

    private SigningKeys keys() {
        return new SigningKeys(new SigningKeyProperties(files().withAKey(), SIGN_AFTER), clock);
    }

    /** Adds a key file whose modification time is now. */
    private String add() throws IOException {
        String id = files().rotate(Duration.ofDays(1_000));
        Files.setLastModifiedTime(files().withAKey().resolve(id + ".pem"), FileTime.from(clock.instant()));
        return id;
    }

    private static List<String> published(SigningKeys keys) {
        return keys.published().getKeys().stream().map(JWK::getKeyID).toList();
    }

    @Test
    void theOnlyKeySignsImmediately() {
        SigningKeys keys = keys();

        assertThat(published(keys)).containsExactly(keys.current().getKeyID());
    }

    @Test
    void aNewKeyIsPublishedFirstAndSignsLater() throws IOException {
        SigningKeys keys = keys();
        String old = keys.current().getKeyID();

        String next = add();
        clock.advance(Duration.ofSeconds(1));
        assertThat(published(keys)).containsExactly(old, next);
        assertThat(keys.current().getKeyID()).isEqualTo(old);

        clock.advance(SIGN_AFTER);
        assertThat(keys.current().getKeyID()).isEqualTo(next);
        assertThat(published(keys)).containsExactly(old, next);
    }

    @Test
    void anOldKeyIsRemovedAfterItsLastTokenExpires() throws IOException {
        SigningKeys keys = keys();
        String old = keys.current().getKeyID();
        String next = add();

        clock.advance(SIGN_AFTER.plus(AccessTokenIssuer.LIFETIME));
        assertThat(published(keys)).contains(old);

        clock.advance(Duration.ofMinutes(2));
        assertThat(published(keys)).containsExactly(next);
    }

    @Test
    void anUnreadableKeyFileLeavesTheKnownKeysUnchanged() throws IOException {
        SigningKeys keys = keys();
        String known = keys.current().getKeyID();

        Files.writeString(files().withAKey().resolve("99999999T000000.000-broken.pem"), "no key");
        clock.advance(SIGN_AFTER.plusSeconds(2));

        assertThat(keys.current().getKeyID()).isEqualTo(known);
        assertThat(published(keys)).containsExactly(known);
    }

    @Test
    void anEmptyKeyDirectoryPreventsStartup() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));

        assertThatThrownBy(() -> new SigningKeys(new SigningKeyProperties(empty, SIGN_AFTER), clock))
                .isInstanceOf(IllegalStateException.class);
    }
}
