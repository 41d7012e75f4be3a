package dev.firstcome.testcontainers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContainerOwnerTests {
    @TempDir
    private Path data = Path.of("");

    @Test
    void containersAreLeftoversOnceTheirFolderIsDeleted() {
        assertThat(ContainerOwner.isLeftover(ContainerOwner.of(data).labels())).isFalse();
        assertThat(ContainerOwner.isLeftover(
                        ContainerOwner.of(data.resolve("deleted")).labels()))
                .isTrue();
    }

    @Test
    void otherContainersAreNeverLeftovers() {
        assertThat(ContainerOwner.isLeftover(Map.of("org.testcontainers", "true")))
                .isFalse();
    }
}
