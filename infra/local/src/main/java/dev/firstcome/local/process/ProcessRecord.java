package dev.firstcome.local.process;

import dev.firstcome.local.process.ManagedProcess.Stage;
import java.time.Instant;
import java.util.List;

/** What is written down about a started part: enough to find, signal and end it from another process. */
public record ProcessRecord(
        String name,
        Stage stage,
        ProcessIdentity process,
        Instant startedAt,
        int port,
        String stopSignal,
        List<String> command) {}
