package dev.firstcome.local.cli;

import dev.firstcome.local.layout.FileTree;
import dev.firstcome.local.layout.LocalFailure;
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
        description = "Stops everything and removes its data, secrets and logs. The unpacked binaries stay.")
final class Reset implements Callable<Integer> {
    @Mixin
    private DataOption data = new DataOption();

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (!data.exists()) {
            out.println("There is no platform in " + data.folder());
            return 0;
        }
        // Only a folder that `up` has made is removed, whatever --data names.
        if (!Files.isDirectory(data.folder().resolve("parts"))) {
            throw LocalFailure.wrongUse(data.folder() + " is not a folder of a platform; nothing is removed");
        }
        if (!yes && !agreed()) {
            throw LocalFailure.failed("Nothing is removed");
        }
        data.platform().down();
        for (String made : new String[] {"parts", "conf", "secrets", "logs", "run"}) {
            FileTree.delete(data.folder().resolve(made));
        }
        for (String made : new String[] {"platform.json", "settings.json", "lock"}) {
            FileTree.delete(data.folder().resolve(made));
        }
        out.println("Removed the data in " + data.folder());
        return 0;
    }

    private boolean agreed() {
        if (!Terminal.isThere()) {
            throw LocalFailure.wrongUse("There is no terminal to ask on: say --yes");
        }
        String answer = Terminal.ask("Remove all data in " + data.folder() + "? [y/N] ");
        return answer != null && answer.strip().equalsIgnoreCase("y");
    }
}
