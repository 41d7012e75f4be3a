package dev.firstcome.psp.ledger;

import java.util.Map;
import java.util.TreeMap;

/**
 * The ledger in numbers.
 *
 * @param captured by currency, in its smallest unit
 * @param refunded by currency, in its smallest unit
 */
public record Sums(long captures, Map<String, Long> captured, long refunds, Map<String, Long> refunded, long intents) {
    public Sums {
        captured = new TreeMap<>(captured);
        refunded = new TreeMap<>(refunded);
    }
}
