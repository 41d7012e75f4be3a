package dev.firstcome.local.cli.operator;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * A switch as the help of {@code ./firstcome switch} describes it. ReadmeScenario compares names, values and defaults
 * with those of a running gateway.
 */
record KnownSwitch(String name, List<String> values, String byDefault, String effect) {
    private static final List<String> GATE = List.of("OPEN", "CLOSED");

    static final List<KnownSwitch> ALL = List.of(
            new KnownSwitch(
                    "coupons",
                    GATE,
                    "OPEN",
                    "CLOSED refuses new coupon requests and admissions with 503 COUPONS_CLOSED. Accepted requests are still"
                            + " decided."),
            new KnownSwitch(
                    "coupons.issuing",
                    GATE,
                    "OPEN",
                    "CLOSED accepts coupon requests without deciding them. OPEN decides them in log order."),
            new KnownSwitch(
                    "coupons.autopause",
                    List.of("OFF", "INVARIANTS", "ANOMALIES"),
                    "INVARIANTS",
                    "INVARIANTS pauses a campaign when one of its invariants is violated, ANOMALIES also on an alert, OFF"
                            + " never."),
            new KnownSwitch(
                    "payments",
                    GATE,
                    "OPEN",
                    "CLOSED refuses new payments with 503 PAYMENTS_CLOSED. Accepted payments, refunds and reads continue."));

    /** The values, the default and the effect of each switch by its name. */
    static SequencedMap<String, String> descriptions() {
        SequencedMap<String, String> descriptions = new LinkedHashMap<>();
        ALL.forEach(known -> descriptions.put(known.name, known.valuesText() + ". " + known.effect));
        return descriptions;
    }

    private String valuesText() {
        return values.stream()
                .map(value -> value.equals(byDefault) ? value + " (default)" : value)
                .collect(Collectors.joining(", "));
    }
}
