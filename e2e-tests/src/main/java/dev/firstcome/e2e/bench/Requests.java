package dev.firstcome.e2e.bench;

import dev.firstcome.contracts.EventType;
import dev.firstcome.contracts.coupon.log.IssueRequested;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/** Encodes coupon requests in the same way as the intake. */
final class Requests {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Requests() {}

    /** A request of a new user. */
    static byte[] of(UUID campaign, SplittableRandom random) {
        byte[] salt = new byte[16];
        random.nextBytes(salt);
        UUID admission = userId(random);
        return JSON.writeValueAsBytes(new IssueRequested(
                campaign,
                userId(random),
                admission.toString(),
                List.of(),
                admission,
                Base64.getUrlEncoder().withoutPadding().encodeToString(salt),
                Instant.now()));
    }

    /** The {@code ce_type} of a request. */
    static byte[] type() {
        EventType type = IssueRequested.class.getAnnotation(EventType.class);
        return type.value().getBytes(StandardCharsets.UTF_8);
    }

    /** A UUID of version 7 with a random bucket, as real user ids have. */
    static UUID userId(SplittableRandom random) {
        long high = System.currentTimeMillis() << 16 | 7L << 12 | random.nextInt(1 << 12);
        return new UUID(high, 0b10L << 62 | random.nextLong() >>> 2);
    }
}
