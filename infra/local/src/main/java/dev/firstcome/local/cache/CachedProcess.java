package dev.firstcome.local.cache;

import dev.firstcome.local.process.ManagedProcess;
import java.nio.file.Path;
import java.util.List;

/** A process that is a Java program and starts faster with an AOT cache. */
public interface CachedProcess extends ManagedProcess {
    AotCache cache();

    /**
     * The command of the training run, which uses no other process of the platform. It ends by itself, or is stopped
     * when the process is ready.
     */
    List<String> training(Path output);
}
