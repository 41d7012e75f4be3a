package dev.firstcome.gateway.instances.web;

import dev.firstcome.gateway.instances.Instance;
import dev.firstcome.gateway.instances.Instances;
import dev.firstcome.gateway.instances.InstancesProperties;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * Asks each of several instances of a service, some times a second, whether it is ready. One that is about to stop says that
 * it is not while it still answers, so no call is sent to it any more when it goes. A single instance is never asked: there
 * is no choice.
 */
@Component
final class ReadinessWatch implements DisposableBean {
    private final Instances instances;
    private final Duration every;
    private final HttpClient http;
    private long question;
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("readiness").daemon().factory());

    ReadinessWatch(Instances instances, InstancesProperties properties) {
        this.instances = instances;
        this.every = properties.lookEvery();
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(every)
                .build();
        if (!instances.several().isEmpty()) {
            turns.scheduleAtFixedRate(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    private void look() {
        question++;
        instances.several().forEach(instance -> look(instance, question));
    }

    private void look(Instance instance, long number) {
        HttpRequest question = HttpRequest.newBuilder(instance.address().resolve("/actuator/health/readiness"))
                .timeout(every.multipliedBy(4))
                .build();
        http.sendAsync(question, HttpResponse.BodyHandlers.discarding())
                .handle((answer, failure) -> failure == null && answer.statusCode() == 200)
                .thenAccept(ready -> instance.ready(ready, number));
    }

    @Override
    public void destroy() {
        turns.shutdownNow();
        http.shutdownNow();
    }
}
