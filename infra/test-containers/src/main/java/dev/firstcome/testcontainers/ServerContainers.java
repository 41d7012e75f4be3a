package dev.firstcome.testcontainers;

import dev.firstcome.local.ContainerPlan;
import dev.firstcome.local.containers.ContainerSpec;
import dev.firstcome.local.containers.ContainerSpec.Network.Published;
import dev.firstcome.local.containers.ContainerSpec.Network.SharedWith;
import java.util.Map;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.builder.Transferable;
import org.testcontainers.utility.DockerImageName;

/** Creates the containers of servers, and starts none. */
final class ServerContainers {
    private static final String LOOPBACK = "127.0.0.1:";

    private final ContainerOwner owner;
    private final ContainerPlan plan;

    ServerContainers(ContainerOwner owner, ContainerPlan plan) {
        this.owner = owner;
        this.plan = plan;
    }

    /** @param started the running containers by server, of which one may share its network */
    GenericContainer<?> create(ContainerSpec spec, Map<String, GenericContainer<?>> started) {
        GenericContainer<?> container =
                new GenericContainer<>(DockerImageName.parse(spec.image().configured()));
        container
                .withEnv(spec.environment())
                .withLabels(owner.labels())
                .withLogConsumer(new ContainerLog(plan.log(spec)))
                .waitingFor(new ReadinessOfPlan());
        if (!spec.command().isEmpty()) {
            container.withCommand(spec.command().toArray(String[]::new));
        }
        spec.files().forEach((path, content) -> container.withCopyToContainer(Transferable.of(content), path));
        switch (spec.network()) {
            case Published published ->
                container.setPortBindings(published.ports().stream()
                        .map(port -> LOOPBACK + port + ":" + port)
                        .toList());
            case SharedWith shared -> container.setNetworkMode("container:" + idOf(shared.server(), started));
        }
        return container;
    }

    private static String idOf(String server, Map<String, GenericContainer<?>> started) {
        GenericContainer<?> container = started.get(server);
        if (container == null) {
            throw new IllegalStateException("The container of " + server + " is not started");
        }
        return container.getContainerId();
    }

    /**
     * The plan waits for the servers with their own protocols, because a published port accepts connections before
     * them.
     */
    private static final class ReadinessOfPlan extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {}
    }
}
