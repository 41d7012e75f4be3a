package dev.firstcome.payment;

import dev.firstcome.platform.architecture.ArchitectureRules;

class ArchitectureTests extends ArchitectureRules {
    ArchitectureTests() {
        super("dev.firstcome.payment");
    }
}
