package dev.firstcome.local.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Verifies the hash chains of the audit trail, independently of their writers. Each entry must have the next number of
 * its chain and the SHA-256 of the previous entry. Each confirmed head must still be at its position. An identical
 * repeated entry is a duplicate delivery.
 */
public final class AuditVerifier {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String GENESIS_HASH = "0".repeat(64);
    private static final int FAULTS_MAX = 100;

    private final Map<String, List<String>> chains = new HashMap<>();
    private final Map<String, String> confirmed = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private long entries;
    private long heads;

    /**
     * The result of a verification.
     *
     * @param entries the number of distinct entries
     * @param confirmed the number of heads that another chain confirms
     * @param faults descriptions of at most a hundred faults
     */
    public record Report(long entries, int chains, long confirmed, boolean intact, List<String> faults) {}

    /** Verifies the next record of a partition. Records of partitions may be interleaved. */
    public void take(String key, byte[] body) {
        JsonNode entry;
        try {
            entry = JSON.readTree(body);
        } catch (JacksonException unreadable) {
            fault("a record under " + key + " cannot be read");
            return;
        }
        String writer = entry.path("writer").asString("");
        if (!writer.equals(key)) {
            fault("an entry of \"" + writer + "\" has the key \"" + key + "\"");
        }
        chain(writer, entry, hash(body));
        entry.path("heads").forEach(head -> {
            heads++;
            confirmed.put(
                    head.path("writer").asString("") + " " + head.path("number").asLong(),
                    head.path("hash").asString(""));
        });
    }

    private void chain(String writer, JsonNode entry, String hash) {
        List<String> chain = chains.computeIfAbsent(writer, first -> new ArrayList<>());
        long number = entry.path("number").asLong();
        if (number >= 1 && number <= chain.size()) {
            if (!chain.get((int) number - 1).equals(hash)) {
                fault("%s has two entries %d that differ".formatted(writer, number));
            }
            return;
        }
        if (number != chain.size() + 1) {
            fault("%s goes from entry %d to %d".formatted(writer, chain.size(), number));
            return;
        }
        String previous = chain.isEmpty() ? GENESIS_HASH : chain.getLast();
        if (!entry.path("previous").asString("").equals(previous)) {
            fault("entry %d of %s does not follow the one before it".formatted(number, writer));
        }
        chain.add(hash);
        entries++;
    }

    public Report report() {
        confirmed.forEach((place, hash) -> {
            int space = place.lastIndexOf(' ');
            String writer = place.substring(0, space);
            long number = Long.parseLong(place.substring(space + 1));
            List<String> chain = chains.getOrDefault(writer, List.of());
            if (number < 1 || number > chain.size()) {
                fault("%s was confirmed up to entry %d and ends at %d".formatted(writer, number, chain.size()));
            } else if (!chain.get((int) number - 1).equals(hash)) {
                fault("entry %d of %s is not the one that was confirmed".formatted(number, writer));
            }
        });
        return new Report(entries, chains.size(), heads, faults.isEmpty(), List.copyOf(faults));
    }

    private void fault(String what) {
        if (faults.size() < FAULTS_MAX) {
            faults.add(what);
        }
    }

    private static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
