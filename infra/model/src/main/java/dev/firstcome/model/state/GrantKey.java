package dev.firstcome.model.state;

import dev.firstcome.model.hashing.Sha256;
import java.util.Comparator;
import java.util.UUID;

/**
 * The identity of a granted coupon.
 *
 * @param grant the first {@value #GRANT_BYTES} bytes of the SHA-256 of the grant id, in lower-case hex
 */
public record GrantKey(String grant, UUID userId) implements Comparable<GrantKey> {
    public static final int GRANT_BYTES = 16;

    public static GrantKey of(String grantId, UUID userId) {
        return new GrantKey(Sha256.start(grantId, GRANT_BYTES), userId);
    }

    @Override
    public int compareTo(GrantKey other) {
        return Comparator.comparing(GrantKey::grant)
                .thenComparing(GrantKey::userId)
                .compare(this, other);
    }
}
