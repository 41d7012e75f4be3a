package dev.firstcome.coupon;

import dev.firstcome.platform.testing.ArchitectureRules;

class ArchitectureTests extends ArchitectureRules {
    ArchitectureTests() {
        super("dev.firstcome.coupon");
    }
}
