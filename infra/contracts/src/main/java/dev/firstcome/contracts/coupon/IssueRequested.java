package dev.firstcome.contracts.coupon;

import dev.firstcome.contracts.EventType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A user asks for a coupon of a campaign. Its place in the log is its place in the line.
 *
 * @param clientId the client's own id for this request: its {@code Idempotency-Key}, else the admission's id
 * @param segments the user's segments at the intake, for campaigns that are open to some only
 * @param salt 16 random bytes in base64url, so that a published proof does not give the user away
 * @param intakeTime when the intake took it; for people and statistics, never for the decision
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
