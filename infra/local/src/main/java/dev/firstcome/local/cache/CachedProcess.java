package dev.firstcome.local.cache;

import dev.firstcome.local.process.ManagedProcess;
import java.nio.file.Path;
import java.util.List;

/** A part that is a Java program, and starts faster with a cache. */
public interface CachedProcess extends ManagedProcess {
    AotCache cache();

    /**
     * The command of a run from which the cache is made, without anything else of the platform. It ends by itself, or is
     * ended as the part is, once the part is ready.
     */
    List<String> training(Path output);
}
