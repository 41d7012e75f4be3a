package dev.firstcome.e2e.verifier.collect;

import dev.firstcome.e2e.verifier.Evidence.LiveState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The partition states decoded from a Redis dump. Every key that cannot be decoded becomes a fault. */
record LiveStates(Map<Integer, LiveState> states, List<String> faults) {
    private static final String EPOCH = "}:epoch";

    static LiveStates of(RedisDump dump) {
        var states = new TreeMap<Integer, LiveState>();
        var faults = new ArrayList<String>();
        dump.strings().forEach((key, value) -> {
            if (key.endsWith(EPOCH)) {
                String stem = key.substring(0, key.length() - "epoch".length());
                read(dump, stem, new String(value, StandardCharsets.UTF_8), states, faults);
            }
        });
        return new LiveStates(states, faults);
    }

    private static void read(
            RedisDump dump, String stem, String epoch, Map<Integer, LiveState> states, List<String> faults) {
        try {
            LiveState state = new LiveStateReader(dump, stem + "e" + epoch + ":").read(Long.parseLong(epoch));
            if (states.putIfAbsent(state.state().partition(), state) != null) {
                faults.add("partition %d has two states".formatted(state.state().partition()));
            }
        } catch (IllegalArgumentException undecodable) {
            faults.add("%se%s cannot be decoded: %s".formatted(stem, epoch, undecodable.getMessage()));
        }
    }
}
