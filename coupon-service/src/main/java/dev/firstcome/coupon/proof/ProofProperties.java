package dev.firstcome.coupon.proof;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * The configuration of receipts and signed blocks, applied at startup.
 *
 * @param key file of the private signing key, {@code <id>.pem}: Ed25519, PKCS#8
 * @param publicKeys folder of the public keys, {@code <id>.pem}, of all present and former signing keys. It is reloaded
 *     for an unknown id
 * @param signEvery receipts are signed in batches at this interval, because a signature costs as much as several
 *     requests
 * @param receiptWithin how long a request waits for its receipt. After it, the request is accepted without a receipt
 * @param yieldAtMost how long a complete block waits for its signature while the issuer has a backlog
 */
@Validated
@ConfigurationProperties("coupon.proofs")
public record ProofProperties(
        @NotNull Path key,
        @NotNull Path publicKeys,
        @DefaultValue("8ms") Duration signEvery,
        @DefaultValue("1s") Duration receiptWithin,
        @DefaultValue("5s") Duration yieldAtMost) {}
