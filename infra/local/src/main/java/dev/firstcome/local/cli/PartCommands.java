package dev.firstcome.local.cli;

import dev.firstcome.local.LocalPlatform;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Commands on one part of a running platform. */
final class PartCommands {
    private PartCommands() {}

    /** One act on the part that is named. */
    abstract static class OnPart implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "The part's name, as `status` shows it.")
        private String name = "";

        @Override
        public final Integer call() {
            act(data.platform(), name);
            return 0;
        }

        abstract void act(LocalPlatform platform, String part);
    }

    @Command(name = "kill", description = "Ends a part at once (SIGKILL), as a crash would.")
    static final class Kill extends OnPart {
        @Override
        void act(LocalPlatform platform, String part) {
            platform.kill(part);
        }
    }

    @Command(name = "pause", description = "Stops a part where it is (SIGSTOP), as a long pause would.")
    static final class Pause extends OnPart {
        @Override
        void act(LocalPlatform platform, String part) {
            platform.pause(part);
        }
    }

    @Command(name = "resume", description = "Lets a paused part go on.")
    static final class Resume extends OnPart {
        @Override
        void act(LocalPlatform platform, String part) {
            platform.resume(part);
        }
    }

    @Command(name = "restart", description = "Stops a part in good order, if it runs, and starts it again.")
    static final class Restart extends OnPart {
        @Override
        void act(LocalPlatform platform, String part) {
            platform.restart(part);
        }
    }
}
