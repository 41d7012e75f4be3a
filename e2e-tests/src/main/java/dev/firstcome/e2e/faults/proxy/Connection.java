package dev.firstcome.e2e.faults.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The connection of a caller and its upstream connection to the target process. Confined to the event loop thread. */
final class Connection implements ProxyEventLoop.Handler {
    private final ProxyListener listener;
    private final ProxyEventLoop loop;
    private final SocketChannel caller;
    private final SocketChannel upstream;
    private final InetSocketAddress address;
    private final DirectionalRelay there;
    private final DirectionalRelay back;
    private final Set<ActiveRule> countedBy = new HashSet<>();
    private final SelectionKey callerKey;
    private final SelectionKey upstreamKey;
    private @Nullable String callerName;
    private boolean closed;

    private Connection(ProxyListener listener, ProxyEventLoop loop, SocketChannel caller, SocketChannel upstream)
            throws IOException {
        this.listener = listener;
        this.loop = loop;
        this.caller = caller;
        this.upstream = upstream;
        this.address = (InetSocketAddress) caller.getRemoteAddress();
        this.there = new DirectionalRelay(caller, upstream, loop);
        this.back = new DirectionalRelay(upstream, caller, loop);
        this.callerKey = loop.register(caller, 0, this);
        this.upstreamKey = loop.register(upstream, SelectionKey.OP_CONNECT, this);
    }

    /** Opens the upstream connection, from the caller's address unless that is the default loopback address. */
    static Connection open(ProxyListener listener, ProxyEventLoop loop, SocketChannel caller) throws IOException {
        caller.configureBlocking(false);
        caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SocketChannel upstream = SocketChannel.open();
        try {
            upstream.configureBlocking(false);
            upstream.setOption(StandardSocketOptions.TCP_NODELAY, true);
            upstream.setOption(StandardSocketOptions.SO_RCVBUF, ProxyListener.SOCKET_BUFFER);
            upstream.setOption(StandardSocketOptions.SO_SNDBUF, ProxyListener.SOCKET_BUFFER);
            InetAddress from = ((InetSocketAddress) caller.getRemoteAddress()).getAddress();
            if (!from.equals(InetAddress.getLoopbackAddress())) {
                upstream.bind(new InetSocketAddress(from, 0));
            }
            upstream.connect(listener.target());
            return new Connection(listener, loop, caller, upstream);
        } catch (IOException e) {
            upstream.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** Returns the proxy port of the caller's connection. */
    int port() {
        return listener.port();
    }

    boolean isIdentified() {
        return callerName != null;
    }

    /** Sets the name of the calling process and applies the rules for it. */
    void identify(String process) {
        callerName = process;
        applyRules();
    }

    /** Applies the current rules of the listener. Blocks all bytes while rules depend on an unidentified caller. */
    void applyRules() {
        if (closed) {
            return;
        }
        boolean unidentified = callerName == null && listener.needsIdentification();
        List<ActiveRule> rules = listener.rulesFor(callerName == null ? "" : callerName);
        rules.stream().filter(countedBy::add).forEach(ActiveRule::countConnection);
        if (rules.stream().anyMatch(rule -> rule.impairment() instanceof Impairment.Cut)) {
            reset();
            return;
        }
        there.shape(unidentified ? TrafficShaper.BLOCKED : TrafficShaper.of(rules, Direction.THERE));
        back.shape(unidentified ? TrafficShaper.BLOCKED : TrafficShaper.of(rules, Direction.BACK));
        proceed();
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            if (key.isConnectable()) {
                upstream.finishConnect();
                upstreamKey.interestOps(0);
            } else {
                DirectionalRelay incoming = key == callerKey ? there : back;
                DirectionalRelay outgoing = key == callerKey ? back : there;
                if (key.isReadable() && incoming.wantsToRead()) {
                    incoming.read();
                }
                if (key.isWritable()) {
                    outgoing.flush();
                }
            }
            proceed();
        } catch (IOException e) {
            reset();
        }
    }

    long nextDue() {
        return Math.min(there.nextDue(), back.nextDue());
    }

    /** Writes the due bytes and updates the interest sets of both channels. */
    void proceed() {
        if (closed || upstream.isConnectionPending()) {
            return;
        }
        try {
            there.flush();
            back.flush();
            if (there.isDone() && back.isDone()) {
                close();
                return;
            }
            callerKey.interestOps(interest(there, back));
            upstreamKey.interestOps(interest(back, there));
            loop.setDelayed(this, nextDue() != Long.MAX_VALUE);
        } catch (IOException e) {
            reset();
        }
    }

    private static int interest(DirectionalRelay incoming, DirectionalRelay outgoing) {
        return (incoming.wantsToRead() ? SelectionKey.OP_READ : 0)
                | (outgoing.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }

    /** Resets both channels immediately (RST), as a host without the connection state does. */
    void reset() {
        for (SocketChannel channel : List.of(caller, upstream)) {
            try {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // The channel is already closed.
            }
        }
        close();
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        loop.setDelayed(this, false);
        ProxyEventLoop.close(caller);
        ProxyEventLoop.close(upstream);
        listener.remove(this);
    }
}
