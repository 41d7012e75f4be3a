package dev.firstcome.local.cli.platform;

import dev.firstcome.local.LocalPlatform;
import dev.firstcome.local.cli.option.DataOption;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Commands that send a signal to one process of a running platform, or restart it. */
public final class ProcessCommands {
    private ProcessCommands() {}

    /** A command with the name of one process as its argument. */
    abstract static class OnProcess implements Callable<Integer> {
        @Mixin
        private DataOption data = new DataOption();

        @Parameters(paramLabel = "NAME", description = "The name of the process, as `./firstcome status` shows it.")
        private String name = "";

        @Override
        public final Integer call() {
            execute(data.platform(), name);
            return 0;
        }

        abstract void execute(LocalPlatform platform, String process);
    }

    @Command(
            name = "kill",
            description = "Kills a process with SIGKILL, as a crash would. `./firstcome restart NAME` starts it again.")
    public static final class Kill extends OnProcess {
        @Override
        void execute(LocalPlatform platform, String process) {
            platform.kill(process);
        }
    }

    @Command(
            name = "pause",
            description = "Suspends a process with SIGSTOP, as a long pause would, until `./firstcome resume NAME`.")
    public static final class Pause extends OnProcess {
        @Override
        void execute(LocalPlatform platform, String process) {
            platform.pause(process);
        }
    }

    @Command(name = "resume", description = "Resumes a paused process with SIGCONT.")
    public static final class Resume extends OnProcess {
        @Override
        void execute(LocalPlatform platform, String process) {
            platform.resume(process);
        }
    }

    @Command(
            name = "restart",
            description = "Stops a process gracefully if it runs, starts it, and returns when it is ready.")
    public static final class Restart extends OnProcess {
        @Override
        void execute(LocalPlatform platform, String process) {
            platform.restart(process);
        }
    }
}
