package dev.firstcome.testcontainers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;

/**
 * The labels of one infrastructure's containers. They identify the containers of a keeper that was killed, because
 * without Ryuk nothing else removes those.
 *
 * @param host the name of this machine: an engine can serve several
 * @param data the folder of the infrastructure, which the next build deletes after its owner has ended
 */
record ContainerOwner(String host, String data) {
    private static final String HOST = "dev.firstcome.host";
    private static final String DATA = "dev.firstcome.data";

    static ContainerOwner of(Path data) {
        try {
            String host = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
            return new ContainerOwner(host, data.toAbsolutePath().toString());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the name of this machine", e);
        }
    }

    Map<String, String> labels() {
        return Map.of(HOST, host, DATA, data);
    }

    /** Removes the containers of infrastructures on this machine whose folder is deleted. */
    void removeLeftovers() {
        DockerClient client = DockerClientFactory.lazyClient();
        List<Container> ofThisHost = client.listContainersCmd()
                .withShowAll(true)
                .withLabelFilter(Map.of(HOST, host))
                .exec();
        for (Container container : ofThisHost) {
            if (isLeftover(container.getLabels())) {
                client.removeContainerCmd(container.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            }
        }
    }

    static boolean isLeftover(Map<String, String> labels) {
        String data = labels.get(DATA);
        return data != null && !Files.exists(Path.of(data));
    }
}
