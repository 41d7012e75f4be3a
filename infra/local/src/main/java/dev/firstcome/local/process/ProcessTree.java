package dev.firstcome.local.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A part's process and all processes below it. */
final class ProcessTree {
    private final ProcessIdentity root;

    ProcessTree(ProcessIdentity root) {
        this.root = root;
    }

    /** Identities, the root first; empty if the root does not run any more. */
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

    /** Proportional set size in KiB: shared pages count once over all processes. */
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
            // It has just ended: it takes nothing.
            return 0;
        }
        return 0;
    }
}
