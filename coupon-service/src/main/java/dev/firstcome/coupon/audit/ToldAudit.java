package dev.firstcome.coupon.audit;

import java.util.Map;

/**
 * What the users of a campaign were told, added up through one record of its log. In order are all sequences if {@code gaps},
 * {@code duplicates} and {@code orderViolations} are zero, as far as they were checked.
 *
 * @param through the last record whose result counts
 * @param outcomes how many requests were told ISSUED, and each reason for a rejection; GRANTED and TAKEN_BACK of operators'
 *     commands. Each counts once
 * @param repeated results that were published more than once, as a crash may do
 * @param gaps sequences below the highest that nobody has
 * @param duplicates sequences that more than one request has, one for each request too many
 * @param orderViolations neighbouring sequences of which the lower went to the later request; among tickets of a draw there
 *     are none
 * @param notChecked coupons with sequences above {@link ToldTally#SEQUENCES_MAX}, of which only {@code outcomes} tells; and
 *     sequences that are missing where the topic does not have its oldest results any more
 */
public record ToldAudit(
        long through,
        Map<String, Long> outcomes,
        long repeated,
        long gaps,
        long duplicates,
        long orderViolations,
        long notChecked) {
    public ToldAudit {
        outcomes = Map.copyOf(outcomes);
    }
}
