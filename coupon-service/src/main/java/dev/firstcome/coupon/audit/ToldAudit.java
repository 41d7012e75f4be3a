package dev.firstcome.coupon.audit;

import java.util.Map;

/**
 * What the users of a campaign were told, added up at one record of its log. Only {@code outcomes} and {@code repeated} may
 * be other than zero.
 *
 * @param outcomes how many requests were told ISSUED, and each reason for a rejection; GRANTED and TAKEN_BACK of operators'
 *     commands. Each counts once
 * @param repeated results that were published more than once, as a crash may do
 * @param gaps sequences below the highest that nobody has
 * @param duplicates sequences that more than one request has, one for each request too many
 * @param orderViolations neighbouring sequences of which the lower went to the later request; tickets of a draw have none
 * @param notChecked coupons with sequences above {@link ToldTally#SEQUENCES_MAX}, of which only {@code outcomes} tells
 */
public record ToldAudit(
        Map<String, Long> outcomes, long repeated, long gaps, long duplicates, long orderViolations, long notChecked) {
    public ToldAudit {
        outcomes = Map.copyOf(outcomes);
    }

    /** Whether every sequence went to one request, in their order, as far as it was checked. */
    public boolean isInOrder() {
        return gaps == 0 && duplicates == 0 && orderViolations == 0;
    }
}
