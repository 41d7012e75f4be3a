package dev.firstcome.user.account.store;

import dev.firstcome.platform.ids.BucketedIds;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** The primary key of an account row. */
@Embeddable
record AccountKey(short bucket, UUID userId) implements Serializable {
    static AccountKey of(UUID userId) {
        return new AccountKey((short) BucketedIds.bucketOf(userId).number(), userId);
    }
}
