package dev.firstcome.gateway.door.web;

import dev.firstcome.gateway.door.DoorProperties;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.cloud.gateway.config.HttpClientCustomizer;
import org.springframework.cloud.gateway.config.HttpClientFactory;
import org.springframework.cloud.gateway.config.HttpClientProperties;
import org.springframework.cloud.gateway.config.HttpClientSslConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.netty.resources.ConnectionProvider;

/**
 * The gateway's client for the services. Its pool differs from the framework's in one thing: the queue of calls that wait
 * for a connection is bounded, so a service that hangs cannot fill the gateway's memory.
 */
@Configuration(proxyBeanMethods = false)
class ServiceConnections {
    @Bean
    HttpClientFactory gatewayHttpClientFactory(
            HttpClientProperties properties,
            ServerProperties server,
            HttpClientSslConfigurer ssl,
            List<HttpClientCustomizer> customizers,
            DoorProperties door) {
        int waitingMax = door.connectionsWaitingMax();
        return new HttpClientFactory(properties, server, ssl, customizers) {
            @Override
            protected ConnectionProvider buildConnectionProvider(HttpClientProperties client) {
                return pool(client.getPool(), waitingMax);
            }
        };
    }

    private static ConnectionProvider pool(HttpClientProperties.Pool pool, int waitingMax) {
        return ConnectionProvider.builder(pool.getName())
                .maxConnections(pool.getMaxConnections())
                .pendingAcquireMaxCount(waitingMax)
                .pendingAcquireTimeout(Duration.ofMillis(pool.getAcquireTimeout()))
                .maxIdleTime(pool.getMaxIdleTime())
                .maxLifeTime(pool.getMaxLifeTime())
                .evictInBackground(pool.getEvictionInterval())
                .lifo()
                .build();
    }
}
