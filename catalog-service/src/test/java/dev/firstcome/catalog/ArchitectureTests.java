package dev.firstcome.catalog;

import dev.firstcome.platform.testing.ArchitectureRules;

class ArchitectureTests extends ArchitectureRules {
    ArchitectureTests() {
        super("dev.firstcome.catalog");
    }
}
