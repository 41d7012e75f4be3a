package dev.firstcome.psp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.StringReader;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SimulatorSettingsTests {
    private static final String REQUIRED = "port=7070\nsecret-key=sk\njournal=psp.journal\n";

    private static SimulatorSettings of(String text) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(text));
        return SimulatorSettings.of(properties);
    }

    @Test
    void optionalSettingsHaveDefaults() throws IOException {
        SimulatorSettings settings = of(REQUIRED + "webhook-url=\n");

        assertThat(settings.address()).isEqualTo("127.0.0.1");
        assertThat(settings.port()).isEqualTo(7070);
        assertThat(settings.webhooks()).isNull();
        assertThat(settings.answerAfterMillis()).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port=65536",
                "port=x",
                "secret-key=",
                "journal=",
                "answer-after-ms=-1",
                "webhook-url=http://127.0.0.1/hooks",
                "webhook-url=file:/tmp\nwebhook-secret=s",
                "prot=1"
            })
    void invalidSettingsAreRejected(String line) {
        assertThatIllegalArgumentException().isThrownBy(() -> of(REQUIRED + line));
    }
}
