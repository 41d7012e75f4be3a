package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.proxy.ActiveImpairment;
import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Link;
import dev.firstcome.e2e.faults.proxy.Proxies;
import dev.firstcome.local.LocalPlatform;

/** A local platform whose connections pass through proxies. */
public record PlatformFaultTarget(LocalPlatform platform, Proxies proxies) implements FaultTarget {
    @Override
    public ActiveImpairment apply(Link link, Impairment impairment) {
        return proxies.apply(link, impairment);
    }

    @Override
    public void kill(String process) {
        platform.kill(process);
    }

    @Override
    public void launch(String process) {
        platform.launch(process);
    }

    @Override
    public void awaitReady(String process) {
        platform.start(process);
    }

    @Override
    public void pause(String process) {
        platform.pause(process);
    }

    @Override
    public void resume(String process) {
        if (platform.isRunning(process)) {
            platform.resume(process);
        }
    }
}
