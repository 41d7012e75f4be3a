package dev.firstcome.local.cli;

import dev.firstcome.local.layout.LocalPlatformException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of ./firstcome. Exit codes: 0 done, 1 failed, 2 invalid use, 3 a machine requirement is missing. */
@Command(
        name = "firstcome",
        description = "Runs FirstCome, a back end for flash sales, on this machine.",
        mixinStandardHelpOptions = true,
        version = "FirstCome 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            Up.class,
            Down.class,
            Status.class,
            Logs.class,
            ProcessCommands.Kill.class,
            ProcessCommands.Pause.class,
            ProcessCommands.Resume.class,
            ProcessCommands.Restart.class,
            Promote.class,
            Reset.class,
            Doctor.class,
            Token.class,
            Rotate.class,
            SwitchCommand.class,
            Audit.class,
            RebuildCommand.class,
            Verify.class,
            Programs.Events.class,
            Programs.Demo.class,
            Programs.Bench.class,
            Programs.Test.class,
            KeepInfrastructure.class,
            BuildAotCaches.class
        },
        footer = {"", "Start with `./firstcome up`. `./firstcome COMMAND --help` describes a command."})
public final class FirstCome {
    private FirstCome() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new FirstCome());
        CommandHelp.complete(line);
        line.setParameterExceptionHandler(new UsageErrorHandler());
        line.setExecutionExceptionHandler((failure, command, parsed) -> {
            if (failure instanceof LocalPlatformException known) {
                command.getErr().println(known.getMessage());
                return known.exitCode();
            }
            failure.printStackTrace(command.getErr());
            return LocalPlatformException.FAILED;
        });
        return line;
    }
}
