package dev.firstcome.e2e.access;

import dev.firstcome.local.access.TokenSigner;
import dev.firstcome.local.layout.Secrets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Creates operators' access tokens with the platform's own key: expired tokens, and tokens of many operators, each with
 * its own rate limit.
 */
public final class AccessTokenForge {
    private static final Duration LIFETIME = Duration.ofMinutes(10);

    /** Every service has fetched a key of this age. */
    private static final Duration KEY_AGE_MIN = Duration.ofMinutes(5);

    private final TokenSigner signer;

    /** @param secrets the platform's secrets directory */
    public AccessTokenForge(Path secrets) {
        this.signer = TokenSigner.read(new Secrets(secrets).tokenKeys().lastOlderThan(KEY_AGE_MIN));
    }

    /** Returns a token of an operator that is valid for ten minutes from this time. */
    public String operator(UUID subject, Instant from) {
        return signer.sign(Map.of(
                "iss", "firstcome",
                "aud", "firstcome",
                "sub", subject.toString(),
                "jti", UUID.randomUUID().toString(),
                "iat", from.getEpochSecond(),
                "exp", from.plus(LIFETIME).getEpochSecond(),
                "roles", List.of("OPERATOR"),
                "segments", List.of()));
    }
}
