package dev.firstcome.gateway.instances;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Service;

/**
 * Which instance of a service gets the next call: those that are ready in turn. While none is, those that come next to it, since
 * an instance that cannot do its work says so better than nobody does, and one that is slow to say so may still do it.
 */
@Service
public final class Instances {
    private final Map<String, List<Instance>> services = new TreeMap<>();
    private final AtomicInteger turn = new AtomicInteger();

    Instances(InstancesProperties properties) {
        properties
                .services()
                .forEach((service, addresses) -> services.put(
                        service, addresses.stream().map(Instance::new).toList()));
    }

    /** Nothing if no such service is known. */
    public Optional<Instance> next(String service) {
        List<Instance> all = services.getOrDefault(service, List.of());
        if (all.size() < 2) {
            return all.stream().findFirst();
        }
        int begin = Math.floorMod(turn.getAndIncrement(), all.size());
        Instance best = all.get(begin);
        Readiness bests = best.readiness();
        for (int i = 1; i < all.size() && bests != Readiness.READY; i++) {
            Instance next = all.get((begin + i) % all.size());
            Readiness nexts = next.readiness();
            if (nexts.compareTo(bests) < 0) {
                best = next;
                bests = nexts;
            }
        }
        return Optional.of(best);
    }

    /** The instances between which there is a choice. */
    public List<Instance> several() {
        return services.values().stream()
                .filter(all -> all.size() > 1)
                .flatMap(List::stream)
                .toList();
    }
}
