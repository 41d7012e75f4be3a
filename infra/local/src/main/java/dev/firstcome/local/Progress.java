package dev.firstcome.local;

import java.time.Duration;

/** Told what each part does while the platform starts and stops; called from several threads. */
public interface Progress {
    /** Tells nobody. */
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

    /** The part ran already. */
    void running(String part);
}
