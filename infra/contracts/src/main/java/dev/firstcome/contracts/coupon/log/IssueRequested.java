package dev.firstcome.contracts.coupon.log;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A user requests a coupon of a campaign. The order of these records in the log is the order of the queue.
 *
 * @param clientId the client's id of this request: its {@code Idempotency-Key}, else the id of the admission
 * @param segments the user's segments at the intake, for campaigns that are limited to segments
 * @param salt 16 random bytes in base64url, so that a published proof does not identify the user
 * @param intakeTime time of the intake, for statistics only; no decision depends on it
 */
@EventType("coupon.issue-requested.v1")
public record IssueRequested(
        UUID campaignId,
        UUID userId,
        String clientId,
        List<String> segments,
        UUID admissionId,
        String salt,
        Instant intakeTime)
        implements CouponRecord {}
