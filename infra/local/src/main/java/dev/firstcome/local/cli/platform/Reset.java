package dev.firstcome.local.cli.platform;

import dev.firstcome.local.cli.console.Terminal;
import dev.firstcome.local.cli.option.DataOption;
import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.LocalPlatformException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "reset",
        description =
                "Stops all processes and deletes their data, secrets, logs and exports. The unpacked binaries remain.")
public final class Reset implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--yes", description = "Do not ask for confirmation.")
    private boolean yes;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (!data.exists()) {
            out.println("No platform exists in " + data.folder());
            return 0;
        }
        // Deletes only a folder that `up` has created.
        if (!Files.isDirectory(data.folder().resolve("parts"))) {
            throw LocalPlatformException.wrongUse(
                    data.folder() + " does not contain the data of a platform; nothing is deleted");
        }
        if (!yes && !isConfirmed()) {
            throw LocalPlatformException.failed("Nothing is deleted");
        }
        data.platform().down();
        for (String made : new String[] {"parts", "conf", "secrets", "logs", "run", "exports"}) {
            FileTree.delete(data.folder().resolve(made));
        }
        for (String made : new String[] {"platform.json", "settings.json", "lock"}) {
            FileTree.delete(data.folder().resolve(made));
        }
        out.println("Deleted the data in " + data.folder());
        return 0;
    }

    private boolean isConfirmed() {
        if (!Terminal.isInteractive()) {
            throw LocalPlatformException.wrongUse("Cannot ask for confirmation without a terminal; use --yes");
        }
        String answer = Terminal.ask("Delete all data in " + data.folder() + "? [y/N] ");
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
