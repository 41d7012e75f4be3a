package dev.firstcome.user.token;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * @param keyDirectory folder of {@code <kid>.pem}, PKCS#8 RSA private keys, in the order of their names. It is looked at
 *     every second: to rotate, add a key under a later name, and nothing else
 * @param signAfter how old the file of a key must be before the key signs: longer than the services keep the published
 *     keys ({@code platform.tokens.refresh-every}), so that all know it by then
 */
@ConfigurationProperties("user.tokens")
public record SigningKeyProperties(
        Path keyDirectory, @DefaultValue("2m") Duration signAfter) {}
