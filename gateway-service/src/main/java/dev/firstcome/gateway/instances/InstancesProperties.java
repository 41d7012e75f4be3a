package dev.firstcome.gateway.instances;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;

/**
 * Addresses of the service instances. A change requires a restart.
 *
 * @param services the instance addresses of each service name
 * @param readinessPollInterval interval of the readiness polls of replicated services; a poll times out after four
 * intervals
 */
@ConfigurationProperties("gateway")
public record InstancesProperties(
        Map<String, List<URI>> services,
        @Name("look-every") @DefaultValue("250ms") Duration readinessPollInterval) {
    public InstancesProperties {
        services = Map.copyOf(services);
    }

    /**
     * Returns the address of every instance by its process name. Names after the first have a number suffix, such as
     * {@code coupon-service-2}.
     */
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
