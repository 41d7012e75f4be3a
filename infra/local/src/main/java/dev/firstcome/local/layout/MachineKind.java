package dev.firstcome.local.layout;

import java.util.Locale;

/** The machine types for which binaries exist. */
public enum MachineKind {
    AMD64("amd64", "x86_64"),
    ARM64("arm64", "arm_64");

    private final String redisName;
    private final String postgresName;

    MachineKind(String redisName, String postgresName) {
        this.redisName = redisName;
        this.postgresName = postgresName;
    }

    public static MachineKind current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static MachineKind of(String system, String architecture) {
        if (system.toLowerCase(Locale.ROOT).startsWith("linux")) {
            switch (architecture) {
                case "amd64", "x86_64" -> {
                    return AMD64;
                }
                case "aarch64", "arm64" -> {
                    return ARM64;
                }
                default -> {}
            }
        }
        throw LocalPlatformException.machineLacks(
                "The local platform runs on Linux on x86-64 and arm64, not on " + system + " on " + architecture);
    }

    public String redisName() {
        return redisName;
    }

    public String postgresName() {
        return postgresName;
    }
}
