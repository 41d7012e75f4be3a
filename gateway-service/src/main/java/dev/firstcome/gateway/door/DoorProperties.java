package dev.firstcome.gateway.door;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What the gateway lets through. Takes effect at the start of the process.
 *
 * @param bodyMax largest body of a request
 * @param bodyTimeout how long a client may take to send it
 * @param connectionsWaitingMax calls that wait for a connection to one service; more are refused at once
 * @param inFlightMax calls that are under way at one moment; more are refused at once, since they would wait for nothing
 * @param streamsMax streams of events that are open at one moment; more are refused at once
 * @param corsOrigins origins of web pages that may call, such as {@code https://shop.example}; none by default
 */
@ConfigurationProperties("gateway.door")
public record DoorProperties(
        @DefaultValue("64KB") DataSize bodyMax,
        @DefaultValue("10s") Duration bodyTimeout,
        @DefaultValue("1000") int connectionsWaitingMax,
        @DefaultValue("128") int inFlightMax,
        @DefaultValue("4000") int streamsMax,
        @DefaultValue List<String> corsOrigins) {}
