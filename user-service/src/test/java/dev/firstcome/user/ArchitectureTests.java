package dev.firstcome.user;

import dev.firstcome.platform.architecture.ArchitectureRules;

class ArchitectureTests extends ArchitectureRules {
    ArchitectureTests() {
        super("dev.firstcome.user");
    }
}
