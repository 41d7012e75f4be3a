package dev.firstcome.model.proof;

import java.util.List;

/**
 * The result of a verification.
 *
 * @param notes additional findings, such as the outcome of a receipt's request
 * @param contradictions the first contradiction of each partition; empty if the export matches the signatures
 */
public record ProofReport(List<Row> rows, List<String> notes, List<String> contradictions) {
    /**
     * The result of one partition.
     *
     * @param blocks the number of blocks whose roots were compared
     * @param uncovered the number of records that are not in a signed block yet
     */
    public record Row(int partition, long records, long blocks, long uncovered, String verdict) {}

    public boolean isAsSigned() {
        return contradictions.isEmpty();
    }

    public String text() {
        StringBuilder text = new StringBuilder(
                String.format("%9s %10s %8s %14s  %s%n", "partition", "records", "blocks", "not signed yet", ""));
        rows.forEach(row -> text.append(String.format(
                "%9d %,10d %,8d %,14d  %s%n",
                row.partition(), row.records(), row.blocks(), row.uncovered(), row.verdict())));
        notes.forEach(note -> text.append(note).append(System.lineSeparator()));
        contradictions.forEach(
                found -> text.append("NOT AS SIGNED: ").append(found).append(System.lineSeparator()));
        return text.toString();
    }
}
