package dev.firstcome.catalog;

import dev.firstcome.platform.architecture.ArchitectureRules;

class ArchitectureTests extends ArchitectureRules {
    ArchitectureTests() {
        super("dev.firstcome.catalog");
    }
}
