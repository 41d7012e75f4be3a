package dev.firstcome.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperatorPathsTests {
    @ParameterizedTest
    @ValueSource(strings = {"/ops/switches", "/ops", "/%6Fps/switches", "/o%70s/campaigns/1", "/ops;a=b/switches"})
    void areReadAsRoutesReadThem(String path) {
        assertThat(OperatorPaths.include(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/ops/switches", "/opsx/switches", "/", "/api/campaigns"})
    void areNoOthers(String path) {
        assertThat(OperatorPaths.include(path)).isFalse();
    }
}
