package dev.firstcome.gateway.instances.web;

import dev.firstcome.gateway.instances.Instance;
import dev.firstcome.gateway.instances.InstanceSelector;
import dev.firstcome.gateway.instances.InstancesProperties;
import dev.firstcome.gateway.instances.Readiness;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Polls the readiness endpoint of every replicated instance. A stopping instance reports that it is not ready while it
 * still serves requests, so it receives no new request before it exits. A service with one instance is not polled.
 */
@Component
final class ReadinessPoller implements DisposableBean {
    private static final int TIMEOUT_INTERVALS = 4;

    private final InstanceSelector instances;
    private final Duration interval;
    private final HttpClient http;
    private long pollNumber;
    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("readiness").daemon().factory());

    ReadinessPoller(InstanceSelector instances, InstancesProperties properties) {
        this.instances = instances;
        this.interval = properties.readinessPollInterval();
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
        if (!instances.replicatedInstances().isEmpty()) {
            scheduler.scheduleAtFixedRate(this::poll, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void poll() {
        pollNumber++;
        instances.replicatedInstances().forEach(instance -> poll(instance, pollNumber));
    }

    private void poll(Instance instance, long number) {
        HttpRequest request = HttpRequest.newBuilder(instance.address().resolve("/actuator/health/readiness"))
                .timeout(interval.multipliedBy(TIMEOUT_INTERVALS))
                .build();
        http.sendAsync(request, HttpResponse.BodyHandlers.discarding())
                .handle(ReadinessPoller::readiness)
                .thenAccept(readiness -> instance.updateReadiness(readiness, number));
    }

    private static Readiness readiness(@Nullable HttpResponse<?> response, @Nullable Throwable failure) {
        if (response != null) {
            return response.statusCode() == 200 ? Readiness.READY : Readiness.NOT_READY;
        }
        Throwable cause = failure instanceof CompletionException outer ? outer.getCause() : failure;
        return switch (cause) {
            case HttpTimeoutException late -> Readiness.TIMED_OUT;
            case null, default -> Readiness.UNREACHABLE;
        };
    }

    @Override
    public void destroy() {
        scheduler.shutdownNow();
        http.shutdownNow();
    }
}
