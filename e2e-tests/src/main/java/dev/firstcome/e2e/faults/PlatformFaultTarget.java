package dev.firstcome.e2e.faults;

import dev.firstcome.e2e.faults.proxy.ActiveImpairment;
import dev.firstcome.e2e.faults.proxy.Impairment;
import dev.firstcome.e2e.faults.proxy.Link;
import dev.firstcome.e2e.faults.proxy.Proxies;
import dev.firstcome.local.LocalPlatform;

/** A platform that was started behind proxies. */
public record PlatformFaultTarget(LocalPlatform platform, Proxies proxies) implements FaultTarget {
    @Override
    public ActiveImpairment apply(Link link, Impairment impairment) {
        return proxies.apply(link, impairment);
    }

    @Override
    public void kill(String part) {
        platform.kill(part);
    }

    @Override
    public void launch(String part) {
        platform.launch(part);
    }

    @Override
    public void awaitReady(String part) {
        platform.start(part);
    }

    @Override
    public void pause(String part) {
        platform.pause(part);
    }

    @Override
    public void resume(String part) {
        if (platform.isRunning(part)) {
            platform.resume(part);
        }
    }
}
