package dev.firstcome.gateway.ingress;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Limits of the requests that the gateway accepts. A change requires a restart.
 *
 * @param bodyMax maximum size of a request body
 * @param bodyTimeout maximum time in which a client must send the body
 * @param connectionsWaitingMax maximum number of requests that wait for a connection to one service; further requests
 * are rejected at once
 * @param inFlightMax maximum number of concurrent requests; further requests are rejected at once
 * @param streamsMax maximum number of open event streams; further streams are rejected at once
 * @param corsOrigins origins of web pages that may call the API, such as {@code https://shop.example}; none by default
 */
@ConfigurationProperties("gateway.door")
public record IngressProperties(
        @DefaultValue("64KB") DataSize bodyMax,
        @DefaultValue("10s") Duration bodyTimeout,
        @DefaultValue("1000") int connectionsWaitingMax,
        @DefaultValue("128") int inFlightMax,
        @DefaultValue("4000") int streamsMax,
        @DefaultValue List<String> corsOrigins) {}
