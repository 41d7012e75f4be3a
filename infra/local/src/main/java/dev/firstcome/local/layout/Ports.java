package dev.firstcome.local.layout;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** The table of ports. Each process has a fixed offset from the base, which is the port of the gateway. */
public record Ports(int base) {
    /** The ports of one platform are {@code base} to {@code base + BLOCK - 1}. */
    public static final int BLOCK = 100;

    public static final int DEFAULT_BASE = 8080;

    /** The port with which a test process reserves the block. */
    public static final String GUARD = "guard";

    private static final Map<String, Integer> OFFSETS = offsets();

    public Ports {
        if (base < 1024 || base > 65_535 - BLOCK) {
            throw LocalPlatformException.wrongUse(
                    "The port base must be between 1024 and " + (65_535 - BLOCK) + ", not " + base);
        }
    }

    public static Map<String, Integer> table() {
        return OFFSETS;
    }

    /** Returns the port of a process, or of its second listener such as {@code kafka-1-controller}. */
    public int of(String name) {
        Integer offset = OFFSETS.get(name);
        if (offset == null) {
            throw new IllegalStateException("No port is set aside for " + name);
        }
        return base + offset;
    }

    private static Map<String, Integer> offsets() {
        Map<String, Integer> table = new LinkedHashMap<>();
        table.put("gateway-service", 0);
        table.put("user-service", 1);
        table.put("catalog-service", 2);
        table.put("coupon-service", 3);
        table.put("payment-service", 4);
        table.put("user-service-2", 5);
        table.put("catalog-service-2", 6);
        table.put("coupon-service-2", 7);
        table.put("payment-service-2", 8);
        table.put("gateway-service-management", 9);
        table.put("psp-simulator", 10);
        for (int node = 1; node <= 3; node++) {
            table.put("kafka-" + node, 19 + node);
            table.put("kafka-" + node + "-controller", 24 + node);
        }
        for (int shard = 1; shard <= 2; shard++) {
            table.put("pg-" + shard, 28 + 2 * shard);
            table.put("pg-" + shard + "-replica-1", 29 + 2 * shard);
        }
        for (int node = 1; node <= 6; node++) {
            table.put("redis-coupon-" + node, 39 + node);
            table.put("redis-coupon-" + node + "-bus", 49 + node);
            table.put("redis-cache-" + node, 59 + node);
            table.put("redis-cache-" + node + "-bus", 69 + node);
        }
        table.put(GUARD, BLOCK - 1);
        return Collections.unmodifiableMap(table);
    }
}
