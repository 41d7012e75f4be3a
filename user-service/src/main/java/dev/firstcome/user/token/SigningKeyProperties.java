package dev.firstcome.user.token;

import java.nio.file.Path;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * @param keyDirectory folder of {@code <kid>.pem}, PKCS#8 RSA private keys. All are published; the last by name signs.
 *     A new key is added under a later name and an old one removed once its tokens have expired, each with a restart
 */
@ConfigurationProperties("user.tokens")
public record SigningKeyProperties(Path keyDirectory) {}
