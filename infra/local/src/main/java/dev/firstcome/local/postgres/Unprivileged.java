package dev.firstcome.local.postgres;

import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Postgres refuses to run as root: for root it is started in a user namespace of its own, in which it is nobody. */
public final class Unprivileged {
    private static final List<String> OWN_NAMESPACE = List.of("unshare", "-U");

    private Unprivileged() {}

    static List<String> command(List<String> command) {
        if (!isRoot()) {
            return command;
        }
        List<String> wrapped = new ArrayList<>(OWN_NAMESPACE);
        wrapped.addAll(command);
        return wrapped;
    }

    /** Fails with what to do if Postgres could not be started by this user. */
    public static void require() {
        if (isRoot() && !namespacesAllowed()) {
            throw LocalPlatformException.machineLacks(
                    "Postgres does not run as root, and user namespaces (`unshare -U`), in which it"
                            + " would run as nobody, are forbidden here. Run ./firstcome as another user, or allow them: "
                            + "`sysctl user.max_user_namespaces` must not be 0, `kernel.unprivileged_userns_clone` not 0, "
                            + "and a container needs a seccomp profile that lets unshare through");
        }
    }

    public static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot tell who runs this", e);
        }
    }

    private static boolean namespacesAllowed() {
        List<String> trial = new ArrayList<>(OWN_NAMESPACE);
        trial.add("true");
        try {
            Process process = new ProcessBuilder(trial)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
