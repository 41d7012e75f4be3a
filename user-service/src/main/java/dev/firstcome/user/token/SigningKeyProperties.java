package dev.firstcome.user.token;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param keyDirectory directory of {@code <kid>.pem} files (PKCS#8, RSA), ordered by name and re-read every second. To
 *     rotate keys, add a file with a later name
 * @param signAfter minimum age of a key file before its key signs. It must exceed the JWKS refresh interval of all
 *     services ({@code platform.tokens.refresh-every}), so that every service knows the key by then
 */
@ConfigurationProperties("user.tokens")
public record SigningKeyProperties(
        Path keyDirectory, @DefaultValue("2m") Duration signAfter) {}
