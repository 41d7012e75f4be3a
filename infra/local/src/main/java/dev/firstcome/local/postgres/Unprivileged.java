package dev.firstcome.local.postgres;

import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Starts Postgres for root in a user namespace without privileges, because Postgres refuses to run as root. */
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

    /** Fails with instructions if this user cannot start Postgres. */
    public static void require() {
        if (isRoot() && !namespacesAllowed()) {
            throw LocalPlatformException.machineLacks(
                    "Postgres does not run as root, and user namespaces (`unshare -U`), in which it"
                            + " would run without privileges, are forbidden. Run ./firstcome as another user, or allow them: "
                            + "`sysctl user.max_user_namespaces` must not be 0, `kernel.unprivileged_userns_clone` not 0, "
                            + "and a container needs a seccomp profile that allows unshare");
        }
    }

    public static boolean isRoot() {
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot determine the current user", e);
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
