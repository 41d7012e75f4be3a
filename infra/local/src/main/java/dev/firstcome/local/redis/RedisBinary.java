package dev.firstcome.local.redis;

import dev.firstcome.local.layout.Layout;
import dev.firstcome.local.layout.LocalPlatformException;
import dev.firstcome.local.layout.MachineKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.ZipFile;

/** The program of the Redis server, unpacked from its jar once. */
public final class RedisBinary {
    private static final String VERSION = "7.0.15";

    private RedisBinary() {}

    static Path path(Layout layout) {
        return layout.binaries().resolve("redis-server-" + VERSION);
    }

    public static void unpack(Layout layout) {
        Path binary = path(layout);
        if (Files.exists(binary)) {
            return;
        }
        String entry =
                "redis-server-" + VERSION + "-linux-" + MachineKind.current().redisName();
        try (ZipFile jar = new ZipFile(layout.root().library("embedded-redis").toFile());
                InputStream packed = jar.getInputStream(jar.getEntry(entry))) {
            Path fresh = Files.createTempFile(layout.binaries(), "redis", ".new");
            Files.copy(packed, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.setPosixFilePermissions(fresh, PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.move(fresh, binary, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot unpack Redis to " + binary, e);
        }
    }
}
