package dev.firstcome.gateway.instances;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Service;

/**
 * Selects the instance for the next request: round-robin among the instances with the best readiness. If no instance is
 * ready, the next best readiness state applies: an unready instance returns a specific error, and a slow one may still
 * respond.
 */
@Service
public final class InstanceSelector {
    private final Map<String, List<Instance>> services = new TreeMap<>();
    private final AtomicInteger nextIndex = new AtomicInteger();

    InstanceSelector(InstancesProperties properties) {
        properties
                .services()
                .forEach((service, addresses) -> services.put(
                        service, addresses.stream().map(Instance::new).toList()));
    }

    /** Returns the selected instance, or empty for an unknown service. */
    public Optional<Instance> select(String service) {
        List<Instance> all = services.getOrDefault(service, List.of());
        if (all.size() < 2) {
            return all.stream().findFirst();
        }
        int start = Math.floorMod(nextIndex.getAndIncrement(), all.size());
        Instance best = all.get(start);
        Readiness bestReadiness = best.readiness();
        for (int i = 1; i < all.size() && bestReadiness != Readiness.READY; i++) {
            Instance candidate = all.get((start + i) % all.size());
            Readiness candidateReadiness = candidate.readiness();
            if (candidateReadiness.compareTo(bestReadiness) < 0) {
                best = candidate;
                bestReadiness = candidateReadiness;
            }
        }
        return Optional.of(best);
    }

    /** Returns the instances of all services with more than one instance. */
    public List<Instance> replicatedInstances() {
        return services.values().stream()
                .filter(all -> all.size() > 1)
                .flatMap(List::stream)
                .toList();
    }
}
