package dev.firstcome.local.cli;

import dev.firstcome.local.cli.help.CommandHelp;
import dev.firstcome.local.cli.help.UsageErrorHandler;
import dev.firstcome.local.cli.operator.Audit;
import dev.firstcome.local.cli.operator.RebuildCommand;
import dev.firstcome.local.cli.operator.SwitchCommand;
import dev.firstcome.local.cli.operator.Token;
import dev.firstcome.local.cli.operator.Verify;
import dev.firstcome.local.cli.platform.BuildAotCaches;
import dev.firstcome.local.cli.platform.Doctor;
import dev.firstcome.local.cli.platform.Down;
import dev.firstcome.local.cli.platform.KeepInfrastructure;
import dev.firstcome.local.cli.platform.Logs;
import dev.firstcome.local.cli.platform.ProcessCommands;
import dev.firstcome.local.cli.platform.Promote;
import dev.firstcome.local.cli.platform.Reset;
import dev.firstcome.local.cli.platform.Rotate;
import dev.firstcome.local.cli.platform.Status;
import dev.firstcome.local.cli.platform.Up;
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
