package dev.firstcome.gateway.door.web;

import dev.firstcome.gateway.door.DoorProperties;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.config.HttpClientFactory;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.config.HttpClientSslConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.ConnectionProvider;

/**
 * The gateway's clients for the services: one for calls, one for streams. The pools differ from the framework's in one thing: the queue of calls that wait
 * for a connection is bounded, so a service that hangs cannot fill the gateway's memory.
 */
@Configuration(proxyBeanMethods = false)
class ServiceConnections {
    private static final String STREAMS = "streams";

    @Bean
    HttpClientFactory gatewayHttpClientFactory(
            HttpClientProperties properties,
            ServerProperties server,
            HttpClientSslConfigurer ssl,
            List<HttpClientCustomizer> customizers,
            DoorProperties door) {
        return new HttpClientFactory(properties, server, ssl, customizers) {
            @Override
            protected ConnectionProvider buildConnectionProvider(HttpClientProperties client) {
                HttpClientProperties.Pool pool = client.getPool();
                return pool(pool.getName(), pool.getMaxConnections(), pool, door);
            }
        };
    }

    /** As many connections as there may be streams, so that none waits for one and ordinary calls keep theirs. */
    @Bean
    StreamConnections streamConnections(
            HttpClientProperties properties,
            ServerProperties server,
            HttpClientSslConfigurer ssl,
            List<HttpClientCustomizer> customizers,
            DoorProperties door)
            throws Exception {
        HttpClientFactory factory = new HttpClientFactory(properties, server, ssl, customizers) {
            @Override
            protected ConnectionProvider buildConnectionProvider(HttpClientProperties client) {
                return pool(STREAMS, door.streamsMax(), client.getPool(), door);
            }
        };
        factory.afterPropertiesSet();
        return new StreamConnections(Objects.requireNonNull(factory.getObject()));
    }

    private static ConnectionProvider pool(
            String name, int connectionsMax, HttpClientProperties.Pool pool, DoorProperties door) {
        return ConnectionProvider.builder(name)
                .maxConnections(connectionsMax)
                .pendingAcquireMaxCount(door.connectionsWaitingMax())
                .pendingAcquireTimeout(Duration.ofMillis(pool.getAcquireTimeout()))
                .maxIdleTime(pool.getMaxIdleTime())
                .maxLifeTime(pool.getMaxLifeTime())
                .evictInBackground(pool.getEvictionInterval())
                .lifo()
                .build();
    }
}
