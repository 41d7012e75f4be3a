package dev.firstcome.local.process;

import dev.firstcome.local.process.ManagedProcess.Stage;
import java.time.Instant;
import java.util.List;

/** The stored data of a started process, with which another process can find, signal and stop it. */
public record ProcessRecord(
        String name,
        Stage stage,
        ProcessIdentity process,
        Instant startedAt,
        int port,
        String stopSignal,
        List<String> command) {}
