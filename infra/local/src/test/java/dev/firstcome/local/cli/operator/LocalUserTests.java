package dev.firstcome.local.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocalUserTests {
    @Test
    void spellingsOfOneEmailShareAnAccountAndAPassword() {
        LocalUser kim = LocalUser.of("kim@example.com");

        assertThat(LocalUser.of(" KIM@Example.COM\n")).isEqualTo(kim);
        assertThat(LocalUser.of("KIM@example.com").secretName()).isEqualTo(kim.secretName());
        assertThat(LocalUser.of("lee@example.com").secretName()).isNotEqualTo(kim.secretName());
    }
}
