package dev.firstcome.local.process;

import dev.firstcome.local.layout.LocalPlatformException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Sends signals to processes. The JDK supports only two of them. */
final class Signals {
    private Signals() {}

    /** Sends the signal to each process in order. Ignores processes that have ended. */
    static void send(String signal, Collection<Long> pids) {
        if (pids.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(List.of("sh", "-c", "kill -" + signal + " \"$@\" 2>/dev/null", "sh"));
        pids.forEach(pid -> command.add(Long.toString(pid)));
        try {
            Process kill = new ProcessBuilder(command).start();
            if (!kill.waitFor(10, TimeUnit.SECONDS)) {
                kill.destroyForcibly();
                throw LocalPlatformException.failed("Sending " + signal + " to " + pids + " did not end");
            }
        } catch (IOException e) {
            throw LocalPlatformException.failed("Cannot send " + signal + " to " + pids, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LocalPlatformException.failed("Interrupted while sending " + signal + " to " + pids, e);
        }
    }
}
