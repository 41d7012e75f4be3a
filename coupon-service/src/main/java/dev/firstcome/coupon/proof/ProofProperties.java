package dev.firstcome.coupon.proof;

import jakarta.validation.constraints.NotNull;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * How the shop proves what it did. Takes effect at the start of the process.
 *
 * @param key the private key that signs, {@code <id>.pem}: Ed25519, PKCS#8
 * @param publicKeys folder of the public keys, {@code <id>.pem}: this one's and all before it, for ever. It is read again
 *     when an id is unknown
 * @param signEvery receipts are signed together, once in this time: a signature takes as long as taking some requests
 * @param receiptWithin how long a request waits for its receipt; without one it is taken all the same
 * @param yieldAtMost how long a whole block waits for its proof while decisions are behind, which go first
 */
@Validated
@ConfigurationProperties("coupon.proofs")
public record ProofProperties(
        @NotNull Path key,
        @NotNull Path publicKeys,
        @DefaultValue("8ms") Duration signEvery,
        @DefaultValue("1s") Duration receiptWithin,
        @DefaultValue("5s") Duration yieldAtMost) {}
