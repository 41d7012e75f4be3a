package dev.firstcome.gateway;

import dev.firstcome.platform.architecture.ArchitectureRules;

class ArchitectureTests extends ArchitectureRules {
    ArchitectureTests() {
        super("dev.firstcome.gateway");
    }
}
