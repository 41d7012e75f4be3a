package dev.firstcome.gateway.instances;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are. Takes effect at the start of the process.
 *
 * @param services a service's name and the addresses of its instances
 * @param lookEvery how often each of several instances is asked whether it is ready; it has four times as long to answer
 */
@ConfigurationProperties("gateway")
public record InstancesProperties(
        Map<String, List<URI>> services,
        @DefaultValue("250ms") Duration lookEvery) {
    public InstancesProperties {
        services = Map.copyOf(services);
    }

    /** Every process behind this gateway by its name, as parts are called: the second of a service ends in {@code -2}. */
    public Map<String, URI> processes() {
        Map<String, URI> processes = new LinkedHashMap<>();
        services.forEach((service, addresses) -> {
            for (int i = 0; i < addresses.size(); i++) {
                processes.put(i == 0 ? service : service + "-" + (i + 1), addresses.get(i));
            }
        });
        return processes;
    }
}
