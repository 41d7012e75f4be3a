package dev.firstcome.gateway.switches.web;

import java.net.URI;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the services are. Takes effect at the start of the process.
 *
 * @param services a service's name and its address
 */
@ConfigurationProperties("gateway")
record ProcessesProperties(Map<String, URI> services) {
    ProcessesProperties {
        services = Map.copyOf(services);
    }
}
