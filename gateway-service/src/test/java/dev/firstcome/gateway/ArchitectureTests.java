package dev.firstcome.gateway;

import dev.firstcome.platform.testing.ArchitectureRules;

class ArchitectureTests extends ArchitectureRules {
    ArchitectureTests() {
        super("dev.firstcome.gateway");
    }
}
