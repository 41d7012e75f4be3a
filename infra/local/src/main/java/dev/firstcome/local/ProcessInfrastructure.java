package dev.firstcome.local;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The infrastructure as processes of this machine, on free ports. */
final class ProcessInfrastructure implements TestInfrastructure {
    private volatile @Nullable LocalPlatform platform;

    @Override
    public PlatformDescription start(Path data) {
        LocalPlatform prepared = LocalPlatform.temporary("shared").services().prepare(data);
        platform = prepared;
        return prepared.up(Progress.SILENT);
    }

    @Override
    public void close() {
        LocalPlatform started = platform;
        if (started != null) {
            started.close();
        }
    }
}
