package dev.firstcome.local;

import java.time.Duration;

/** Receives the progress of each process while the platform starts and stops. Called from several threads. */
public interface Progress {
    /** Ignores all progress. */
    Progress SILENT = new Progress() {
        @Override
        public void doing(String part, String what) {}

        @Override
        public void ready(String part, Duration took) {}

        @Override
        public void running(String part) {}
    };

    void doing(String part, String what);

    void ready(String part, Duration took);

    /** The process is already running. */
    void running(String part);
}
