package dev.firstcome.user;

import dev.firstcome.platform.testing.ArchitectureRules;

class ArchitectureTests extends ArchitectureRules {
    ArchitectureTests() {
        super("dev.firstcome.user");
    }
}
