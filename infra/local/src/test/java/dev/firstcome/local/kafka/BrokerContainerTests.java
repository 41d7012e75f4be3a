package dev.firstcome.local.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BrokerContainerTests {
    @ParameterizedTest
    @CsvSource({
        "log.dirs,KAFKA_LOG_DIRS",
        "listener.name.client.scram-sha-256.sasl.jaas.config,KAFKA_LISTENER_NAME_CLIENT_SCRAM___SHA___256_SASL_JAAS_CONFIG",
        "under_score,KAFKA_UNDER__SCORE"
    })
    void aSettingHasTheVariableThatTheImageReads(String setting, String variable) {
        assertThat(BrokerContainer.variable(setting)).isEqualTo(variable);
    }
}
