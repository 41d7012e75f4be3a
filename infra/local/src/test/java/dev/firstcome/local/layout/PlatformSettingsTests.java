package dev.firstcome.local.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlatformSettingsTests {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void partsAreReachedWhereTheyListen() {
        PlatformSettings settings = PlatformSettings.standard();

        assertThat(settings.advertised()).isEqualTo(settings.ports());
        assertThat(settings.routes()).isEmpty();
    }

    @Test
    void partsThatAreReachedElsewhereEachHaveARoute() {
        PlatformSettings settings = new PlatformSettings(20_000, 1, true, 20_100, null, null);

        assertThat(settings.routes())
                .hasSize(Ports.table().size() - 1)
                .contains(new Route("redis-coupon-1-bus", 20_150, 20_050))
                .extracting(Route::name)
                .doesNotContain(Ports.GUARD);
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        for (PlatformSettings settings : new PlatformSettings[] {
            PlatformSettings.standard(), new PlatformSettings(20_000, 3, false, 20_100, Map.of("user-service", 2), true)
        }) {
            settings.write(folder.resolve("settings.json"));

            assertThat(PlatformSettings.read(folder.resolve("settings.json"))).isEqualTo(settings);
        }
    }

    @Test
    void whatWasWrittenBeforePartsCouldBeReachedElsewhereIsRead() throws IOException {
        Path file = folder.resolve("settings.json");
        Files.writeString(file, "{\"portBase\":8080,\"brokers\":1,\"replicas\":true}\n");

        assertThat(PlatformSettings.read(file)).isEqualTo(PlatformSettings.standard());
        PlatformSettings.standard().write(file);
        assertThat(file).hasContent("{\"portBase\":8080,\"brokers\":1,\"replicas\":true}\n");
    }

    @Test
    void scalesThatCannotBeAreRefused() {
        for (Map<String, Integer> scale : List.of(
                Map.of("nothing", 2),
                Map.of("gateway-service", 2),
                Map.of("user-service", 0),
                Map.of("user-service", 3))) {
            assertThatThrownBy(() -> PlatformSettings.standard().scaled(scale))
                    .isInstanceOf(LocalPlatformException.class);
        }
    }
}
