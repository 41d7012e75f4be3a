package dev.firstcome.payment;

import dev.firstcome.platform.testing.ArchitectureRules;

class ArchitectureTests extends ArchitectureRules {
    ArchitectureTests() {
        super("dev.firstcome.payment");
    }
}
