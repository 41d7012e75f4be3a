package dev.firstcome.coupon;

import dev.firstcome.platform.architecture.ArchitectureRules;
import java.util.Set;

class ArchitectureTests extends ArchitectureRules {
    ArchitectureTests() {
        super("dev.firstcome.coupon");
    }

    @Override
    protected Set<String> classesThatUseLettuce() {
        return Set.of("dev.firstcome.coupon.partitionstate.redis.cluster.NativeScriptExecutor");
    }
}
