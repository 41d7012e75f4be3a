package dev.firstcome.local.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.PlatformSettings;
import dev.firstcome.local.layout.ProjectRoot;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.local.service.ServiceExtras;
import dev.firstcome.local.service.ServiceProcess;
import dev.firstcome.local.service.ServiceProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServiceCacheTests {
    private static final ServiceDefinition USER = ServiceDefinition.named(ServiceDefinition.USER);

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void build() throws IOException {
        Path target = Files.createDirectories(folder.resolve("user-service/target"));
        Files.writeString(target.resolve("user-service-1-SNAPSHOT.jar"), "own");
        Files.createDirectories(target.resolve("lib"));
        Files.writeString(target.resolve("lib/platform-1-SNAPSHOT.jar"), "built beside it");
        Files.writeString(target.resolve("lib/downloaded-1.jar"), "as it is");
    }

    @Test
    void allPlatformsOfATreeStartWithOneCache() throws IOException {
        ServiceProcess service = service("one", ServiceExtras.NONE);
        assertThat(service.command()).noneMatch(argument -> argument.startsWith("-XX:AOT"));

        Files.writeString(service.cache().file(), "made");

        assertThat(service("another", ServiceExtras.NONE).command())
                .contains("-XX:AOTCache=" + service.cache().file());
    }

    @Test
    void otherSettingsStartWithItOtherCodeDoesNot() throws IOException {
        Files.writeString(service("one", ServiceExtras.NONE).cache().file(), "made");

        assertThat(service("one", new ServiceExtras(List.of(), List.of(), Map.of("a", "b")))
                        .command())
                .anyMatch(argument -> argument.startsWith("-XX:AOTCache="));
        assertThat(service("one", new ServiceExtras(List.of("-javaagent:a.jar"), List.of(), Map.of()))
                        .command())
                .contains("-javaagent:a.jar")
                .noneMatch(argument -> argument.startsWith("-XX:AOT"));
        assertThat(service("one", new ServiceExtras(List.of(), List.of(Path.of("mutant.jar")), Map.of()))
                        .command())
                .anyMatch(argument -> argument.startsWith("mutant.jar:"))
                .noneMatch(argument -> argument.startsWith("-XX:AOT"));
    }

    @Test
    void anotherBuildTakesTheCopyAndTheCacheOfTheLastOneAway() throws IOException {
        ServiceProcess service = service("one", ServiceExtras.NONE);
        Path before = Files.writeString(service.cache().file(), "made");

        Files.setLastModifiedTime(
                folder.resolve("user-service/target/lib/platform-1-SNAPSHOT.jar"),
                FileTime.from(Instant.ofEpochSecond(1_000_000_000)));

        assertThat(service.command()).noneMatch(argument -> argument.startsWith("-XX:AOT"));
        assertThat(before).doesNotExist();
        assertThat(service.cache().isWanted()).isTrue();
        // One folder of copies, and the lock under which they are made.
        assertThat(folder.resolve("target/programs")).isDirectoryContaining("glob:**/user-service-*");
        assertThat(folder.resolve("target/programs").toFile().list()).hasSize(2);
    }

    private ServiceProcess service(String platform, ServiceExtras extras) {
        Layout layout = Layout.of(new ProjectRoot(folder), folder.resolve(platform));
        layout.create();
        PlatformSettings settings = new PlatformSettings(9000, 1, true);
        ServiceProperties properties = new ServiceProperties(
                settings,
                layout,
                new ServiceProperties.Infrastructure("127.0.0.1:9020", List.of(), List.of(), List.of()));
        return new ServiceProcess(
                USER.name(), USER, settings.ports(), new ServiceProcess.Making(layout, properties, List.of(), extras));
    }
}
