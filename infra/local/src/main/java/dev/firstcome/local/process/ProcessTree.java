package dev.firstcome.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A process and its descendants. */
final class ProcessTree {
    private final ProcessIdentity root;

    ProcessTree(ProcessIdentity root) {
        this.root = root;
    }

    /** Returns the identities, the root first; empty if the root has ended. */
    List<ProcessIdentity> members() {
        List<ProcessIdentity> members = new ArrayList<>();
        if (root.isAlive()) {
            members.add(root);
            ProcessHandle.of(root.pid())
                    .ifPresent(handle -> handle.descendants()
                            .forEach(child -> ProcessIdentity.of(child.pid()).ifPresent(members::add)));
        }
        return members;
    }

    List<Long> pids() {
        return members().stream().map(ProcessIdentity::pid).toList();
    }

    /** Returns the proportional set size in KiB. Shared pages are divided among their processes. */
    long pssKiB() {
        return pids().stream().mapToLong(ProcessTree::pssKiB).sum();
    }

    private static long pssKiB(long pid) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
                if (line.startsWith("Pss:")) {
                    return Long.parseLong(line.replaceAll("\\D", ""));
                }
            }
        } catch (IOException e) {
            // The process has ended and uses no memory.
            return 0;
        }
        return 0;
    }
}
