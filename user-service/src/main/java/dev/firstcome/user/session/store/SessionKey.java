package dev.firstcome.user.session.store;

import dev.firstcome.platform.ids.BucketedIds;
import jakarta.persistence.Embeddable;
import java.io.Serializable;
import java.util.UUID;

/** The primary key of a session row. */
@Embeddable
record SessionKey(short bucket, UUID familyId) implements Serializable {
    static SessionKey of(UUID sessionId) {
        return new SessionKey((short) BucketedIds.bucketOf(sessionId).number(), sessionId);
    }
}
