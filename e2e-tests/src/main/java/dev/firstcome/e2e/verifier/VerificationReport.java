package dev.firstcome.e2e.verifier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The verdicts, for people and for programs. */
public record VerificationReport(List<Verdict> verdicts) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    public VerificationReport {
        verdicts = List.copyOf(verdicts);
    }

    /** Whether there are verdicts and none of them is INVALID or UNKNOWN. */
    public boolean allValid() {
        return !verdicts.isEmpty() && verdicts.stream().allMatch(Verdict::valid);
    }

    /** One line for each invariant, and under it what contradicts it. */
    public String table() {
        var table = new StringBuilder();
        for (Verdict verdict : verdicts) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-4s %-8s %,12d  %s%n",
                    verdict.id(),
                    verdict.finding(),
                    verdict.itemsLookedAt(),
                    verdict.invariant().sentence()));
            verdict.witnesses()
                    .forEach(witness -> table.append("       ").append(witness).append('\n'));
        }
        return table.toString();
    }

    /** A list of {@code {id, sentence, verdict, items, witnesses}}. */
    public String json() {
        return JSON.writeValueAsString(
                verdicts.stream().map(VerificationReport::fields).toList());
    }

    private static Map<String, Object> fields(Verdict verdict) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", verdict.id());
        fields.put("sentence", verdict.invariant().sentence());
        fields.put("verdict", verdict.finding().name());
        fields.put("items", verdict.itemsLookedAt());
        fields.put("witnesses", verdict.witnesses());
        return fields;
    }
}
