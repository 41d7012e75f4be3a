package dev.firstcome.gateway.ingress.web;

import dev.firstcome.gateway.ingress.IngressProperties;
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
 * HTTP clients for the services: one for ordinary requests, one for streams. Unlike the framework's default, each pool
 * bounds the requests that wait for a connection, so a hanging service cannot exhaust the memory of the gateway.
 */
@Configuration(proxyBeanMethods = false)
class ServiceHttpClientConfiguration {
    private static final String STREAM_POOL = "streams";

    @Bean
    HttpClientFactory gatewayHttpClientFactory(
            HttpClientProperties properties,
            ServerProperties server,
            HttpClientSslConfigurer ssl,
            List<HttpClientCustomizer> customizers,
            IngressProperties ingress) {
        return new HttpClientFactory(properties, server, ssl, customizers) {
            @Override
            protected ConnectionProvider buildConnectionProvider(HttpClientProperties client) {
                HttpClientProperties.Pool pool = client.getPool();
                return pool(pool.getName(), pool.getMaxConnections(), pool, ingress);
            }
        };
    }

    /**
     * Sizes the pool by the stream limit, so a stream never waits for a connection and takes none from ordinary
     * requests.
     */
    @Bean
    StreamHttpClient streamHttpClient(
            HttpClientProperties properties,
            ServerProperties server,
            HttpClientSslConfigurer ssl,
            List<HttpClientCustomizer> customizers,
            IngressProperties ingress)
            throws Exception {
        HttpClientFactory factory = new HttpClientFactory(properties, server, ssl, customizers) {
            @Override
            protected ConnectionProvider buildConnectionProvider(HttpClientProperties client) {
                return pool(STREAM_POOL, ingress.streamsMax(), client.getPool(), ingress);
            }
        };
        factory.afterPropertiesSet();
        return new StreamHttpClient(Objects.requireNonNull(factory.getObject()));
    }

    private static ConnectionProvider pool(
            String name, int connectionsMax, HttpClientProperties.Pool pool, IngressProperties ingress) {
        return ConnectionProvider.builder(name)
                .maxConnections(connectionsMax)
                .pendingAcquireMaxCount(ingress.connectionsWaitingMax())
                .pendingAcquireTimeout(Duration.ofMillis(pool.getAcquireTimeout()))
                .maxIdleTime(pool.getMaxIdleTime())
                .maxLifeTime(pool.getMaxLifeTime())
                .evictInBackground(pool.getEvictionInterval())
                .lifo()
                .build();
    }
}
