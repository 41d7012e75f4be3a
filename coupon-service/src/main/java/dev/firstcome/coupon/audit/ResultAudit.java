package dev.firstcome.coupon.audit;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.util.Map;

/**
 * The audit of all results that the users of a campaign received, up to one record of the log. The checked sequences
 * are correct if {@code gaps}, {@code duplicates} and {@code orderViolations} are zero.
 *
 * @param through the last record whose result is included
 * @param outcomes number of requests per outcome: ISSUED, each rejection reason, and GRANTED and REVOKED of operator
 *     commands; each request counts once
 * @param repeated results that were published more than once, which a crash may cause
 * @param gaps sequences below the highest one that no request has
 * @param duplicates additional requests per sequence that several requests have
 * @param orderViolations adjacent sequences of which the lower one belongs to the later request; not counted among
 *     tickets
 *     of a draw
 * @param notChecked coupons above {@link ResultAuditAccumulator#SEQUENCES_MAX}, which only {@code outcomes} includes,
 *     and
 *     missing sequences if the topic no longer contains its oldest results
 */
@JsonIgnoreProperties(ignoreUnknown = true) // part of a stored report
public record ResultAudit(
        long through,
        Map<String, Long> outcomes,
        long repeated,
        long gaps,
        long duplicates,
        long orderViolations,
        long notChecked) {
    public ResultAudit {
        outcomes = Map.copyOf(outcomes);
    }
}
