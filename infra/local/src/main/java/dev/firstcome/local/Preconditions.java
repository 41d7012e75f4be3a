package dev.firstcome.local;

import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.MachineKind;
import dev.firstcome.local.postgres.Unprivileged;
import dev.firstcome.local.process.ManagedProcess;
import dev.firstcome.local.process.ManagedProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Verifies the machine requirements before any process is started. */
public final class Preconditions {
    private static final long FREE_BYTES = 2L << 30;

    private Preconditions() {}

    static void require(Layout layout, PlatformProcesses platform, ManagedProcesses parts) {
        MachineKind.current();
        requireSpace(layout.data());
        Unprivileged.require();
        for (ManagedProcess part : platform.all()) {
            if (!parts.isRunning(part.name())) {
                ManagedProcesses.requireFreePorts(part);
            }
        }
    }

    public static void requireSpace(Path folder) {
        long free = freeBytes(folder);
        if (free < FREE_BYTES) {
            throw LocalPlatformException.machineLacks(
                    "Only " + (free >> 20) + " MiB are free in " + folder + "; the platform needs " + (FREE_BYTES >> 20)
                            + " MiB. Make room, or choose another place with --data DIR");
        }
    }

    public static long freeBytes(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot determine the free space of " + folder, e);
        }
    }
}
