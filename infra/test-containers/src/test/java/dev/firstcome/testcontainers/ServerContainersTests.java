package dev.firstcome.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.local.ContainerPlan;
import dev.firstcome.local.containers.ContainerImage;
import dev.firstcome.local.containers.ContainerSpec;
import dev.firstcome.local.containers.ContainerSpec.Network;
import dev.firstcome.local.layout.LocalPlatformException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.containers.GenericContainer;

class ServerContainersTests {
    private static final String IMAGE = "firstcome.containers.redis-image";

    @TempDir
    private Path data = Path.of("");

    @BeforeEach
    void configureTheImage() {
        System.setProperty(IMAGE, "example/redis:1");
    }

    @AfterEach
    void removeTheImage() {
        System.clearProperty(IMAGE);
    }

    @Test
    void portsHaveTheSameNumberOnTheLoopbackAddress() {
        try (ContainerPlan plan = ContainerPlan.in(data)) {
            GenericContainer<?> container =
                    containers(plan).create(redis(new Network.Published(List.of(7001))), Map.of());

            assertThat(container.getPortBindings()).containsExactly("127.0.0.1:7001:7001/tcp");
            assertThat(container.getCommandParts()).containsExactly("redis-server", "/etc/redis.conf");
            assertThat(container.getEnvMap()).containsEntry("A", "b");
        }
    }

    @Test
    void aNetworkIsSharedOnlyWithAStartedContainer() {
        try (ContainerPlan plan = ContainerPlan.in(data)) {
            ServerContainers containers = containers(plan);
            ContainerSpec follower = redis(new Network.SharedWith("redis-1"));

            assertThatThrownBy(() -> containers.create(follower, Map.of()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("redis-1");
        }
    }

    @Test
    void aMissingImageNamesItsProperty() {
        System.clearProperty(IMAGE);

        assertThatThrownBy(ContainerImage.REDIS::configured)
                .isInstanceOf(LocalPlatformException.class)
                .hasMessageContaining("-D" + IMAGE);
    }

    private ServerContainers containers(ContainerPlan plan) {
        return new ServerContainers(ContainerOwner.of(data), plan);
    }

    private static ContainerSpec redis(Network network) {
        return new ContainerSpec(
                "redis-2",
                ContainerImage.REDIS,
                Map.of("A", "b"),
                List.of("redis-server", "/etc/redis.conf"),
                Map.of("/etc/redis.conf", "port 7001\n"),
                network);
    }
}
