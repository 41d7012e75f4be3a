package dev.firstcome.testcontainers;

import dev.firstcome.local.ContainerPlan;
import dev.firstcome.local.PlatformDescription;
import dev.firstcome.local.TestInfrastructure;
import dev.firstcome.local.containers.ContainerSpec;
import dev.firstcome.local.containers.ContainerSpec.Network;
import dev.firstcome.local.layout.LocalPlatformException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.lifecycle.Startables;

/** The infrastructure in containers of the engine that Testcontainers finds. */
public final class ContainerInfrastructure implements TestInfrastructure {
    /** The time for all containers, with the download of their images. */
    private static final Duration START_WITHIN = Duration.ofMinutes(10);

    private final Map<String, GenericContainer<?>> containers = new ConcurrentHashMap<>();
    private volatile @Nullable ContainerPlan plan;

    @Override
    public PlatformDescription start(Path data) {
        ContainerEngine.require();
        ContainerOwner owner = ContainerOwner.of(data);
        owner.removeLeftovers();
        ContainerPlan created = ContainerPlan.in(data);
        plan = created;
        ServerContainers factory = new ServerContainers(owner, created);
        start(factory, created, Network.Published.class::isInstance);
        // Only a running container has a network that another one can use.
        start(factory, created, Network.SharedWith.class::isInstance);
        return created.setUp();
    }

    private void start(ServerContainers factory, ContainerPlan created, Predicate<Network> selection) {
        List<GenericContainer<?>> next = new ArrayList<>();
        for (ContainerSpec spec : created.containers()) {
            if (selection.test(spec.network())) {
                GenericContainer<?> container = factory.create(spec, containers);
                containers.put(spec.name(), container);
                next.add(container);
            }
        }
        try {
            Startables.deepStart(next).get(START_WITHIN.toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw LocalPlatformException.failed("A container did not start: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw LocalPlatformException.failed(
                    "The containers did not start within " + START_WITHIN.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalPlatformException.failed("Interrupted during the start of the containers", e);
        }
    }

    @Override
    public void close() {
        containers.values().parallelStream().forEach(GenericContainer::stop);
        ContainerPlan created = plan;
        if (created != null) {
            created.close();
        }
    }
}
