package dev.firstcome.e2e.verifier;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/** The verdicts of a run, formatted as a table or as JSON. */
public record VerificationReport(List<Verdict> verdicts) {
    private static final ObjectMapper JSON = JsonMapper.builder().build();

    public VerificationReport {
        verdicts = List.copyOf(verdicts);
    }

    /** Returns whether there is at least one verdict and all verdicts are VALID. */
    public boolean allValid() {
        return !verdicts.isEmpty() && verdicts.stream().allMatch(Verdict::valid);
    }

    /** Formats one line per invariant, followed by its samples. */
    public String table() {
        var table = new StringBuilder();
        for (Verdict verdict : verdicts) {
            table.append(String.format(
                    Locale.ROOT,
                    "%-4s %-8s %,12d  %s%n",
                    verdict.id(),
                    verdict.finding(),
                    verdict.itemsChecked(),
                    verdict.invariant().sentence()));
            verdict.samples()
                    .forEach(sample -> table.append("       ").append(sample).append('\n'));
        }
        return table.toString();
    }

    /** Formats a JSON array of {@code {id, sentence, verdict, items, samples}}. */
    public String json() {
        return JSON.writeValueAsString(
                verdicts.stream().map(VerificationReport::fields).toList());
    }

    private static Map<String, Object> fields(Verdict verdict) {
        var fields = new LinkedHashMap<String, Object>();
        fields.put("id", verdict.id());
        fields.put("sentence", verdict.invariant().sentence());
        fields.put("verdict", verdict.finding().name());
        fields.put("items", verdict.itemsChecked());
        fields.put("samples", verdict.samples());
        return fields;
    }
}
