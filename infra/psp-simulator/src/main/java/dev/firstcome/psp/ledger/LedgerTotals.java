package dev.firstcome.psp.ledger;

import java.util.Map;
import java.util.TreeMap;

/**
 * Totals of the ledger.
 *
 * @param captured amounts by currency, in its smallest unit
 * @param refunded amounts by currency, in its smallest unit
 */
public record LedgerTotals(
        long captures, Map<String, Long> captured, long refunds, Map<String, Long> refunded, long intents) {
    public LedgerTotals {
        captured = new TreeMap<>(captured);
        refunded = new TreeMap<>(refunded);
    }
}
