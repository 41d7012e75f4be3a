package dev.firstcome.gateway.instances;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Service;

/**
 * Which instance of a service gets the next call: those that are ready in turn. While none is, all in turn, since an
 * instance that cannot do its work says so better than nobody does.
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
        for (int i = 0; i < all.size(); i++) {
            Instance next = all.get((begin + i) % all.size());
            if (next.ready()) {
                return Optional.of(next);
            }
        }
        return Optional.of(all.get(begin));
    }

    /** The instances between which there is a choice. */
    public List<Instance> several() {
        return services.values().stream()
                .filter(all -> all.size() > 1)
                .flatMap(List::stream)
                .toList();
    }
}
