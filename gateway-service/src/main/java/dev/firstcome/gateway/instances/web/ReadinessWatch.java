package dev.firstcome.gateway.instances.web;

import dev.firstcome.gateway.instances.Instance;
import dev.firstcome.gateway.instances.Instances;
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
 * Asks each of several instances of a service, some times a second, whether it is ready. One that is about to stop says that
 * it is not while it still answers, so no call is sent to it any more when it goes. A single instance is never asked: there
 * is no choice.
 */
@Component
final class ReadinessWatch implements DisposableBean {
    private static final int ANSWERED_WITHIN = 4;

    private final Instances instances;
    private final Duration every;
    private final HttpClient http;
    private long question;
    private final ScheduledExecutorService turns = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("readiness").daemon().factory());

    ReadinessWatch(Instances instances, InstancesProperties properties) {
        this.instances = instances;
        this.every = properties.lookEvery();
        this.http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
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
                .timeout(every.multipliedBy(ANSWERED_WITHIN))
                .build();
        http.sendAsync(question, HttpResponse.BodyHandlers.discarding())
                .handle(ReadinessWatch::readiness)
                .thenAccept(said -> instance.said(said, number));
    }

    private static Readiness readiness(@Nullable HttpResponse<?> answer, @Nullable Throwable failure) {
        if (answer != null) {
            return answer.statusCode() == 200 ? Readiness.READY : Readiness.REFUSING;
        }
        Throwable cause = failure instanceof CompletionException outer ? outer.getCause() : failure;
        return switch (cause) {
            case HttpTimeoutException late -> Readiness.SILENT;
            case null, default -> Readiness.AWAY;
        };
    }

    @Override
    public void destroy() {
        turns.shutdownNow();
        http.shutdownNow();
    }
}
