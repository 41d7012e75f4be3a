package dev.firstcome.model;

import java.util.Comparator;
import java.util.UUID;

/**
 * By what a grant is known.
 *
 * @param grant the grant's id, as the first {@value #GRANT_BYTES} bytes of its SHA-256 in lower-case hex
 */
public record GrantKey(String grant, UUID userId) implements Comparable<GrantKey> {
    public static final int GRANT_BYTES = 16;

    static GrantKey of(String grantId, UUID userId) {
        return new GrantKey(Sha256.start(grantId, GRANT_BYTES), userId);
    }

    @Override
    public int compareTo(GrantKey other) {
        return Comparator.comparing(GrantKey::grant)
                .thenComparing(GrantKey::userId)
                .compare(this, other);
    }
}
