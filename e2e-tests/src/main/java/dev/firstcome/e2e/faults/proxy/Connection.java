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

/** A caller's connection and the one made for it to the part behind. Used by the loop's thread only. */
final class Connection implements ProxyEventLoop.Handler {
    private final ProxyListener gate;
    private final ProxyEventLoop loop;
    private final SocketChannel caller;
    private final SocketChannel part;
    private final InetSocketAddress address;
    private final DirectionalRelay there;
    private final DirectionalRelay back;
    private final Set<ActiveRule> metBy = new HashSet<>();
    private final SelectionKey callerKey;
    private final SelectionKey partKey;
    private @Nullable String name;
    private boolean closed;

    private Connection(ProxyListener gate, ProxyEventLoop loop, SocketChannel caller, SocketChannel part)
            throws IOException {
        this.gate = gate;
        this.loop = loop;
        this.caller = caller;
        this.part = part;
        this.address = (InetSocketAddress) caller.getRemoteAddress();
        this.there = new DirectionalRelay(caller, part, loop);
        this.back = new DirectionalRelay(part, caller, loop);
        this.callerKey = loop.register(caller, 0, this);
        this.partKey = loop.register(part, SelectionKey.OP_CONNECT, this);
    }

    /** Begins to connect to the part, as if the caller did: from its address, if it has one of its own. */
    static Connection begin(ProxyListener gate, ProxyEventLoop loop, SocketChannel caller) throws IOException {
        caller.configureBlocking(false);
        caller.setOption(StandardSocketOptions.TCP_NODELAY, true);
        SocketChannel part = SocketChannel.open();
        try {
            part.configureBlocking(false);
            part.setOption(StandardSocketOptions.TCP_NODELAY, true);
            part.setOption(StandardSocketOptions.SO_RCVBUF, ProxyListener.SOCKET_BUFFER);
            part.setOption(StandardSocketOptions.SO_SNDBUF, ProxyListener.SOCKET_BUFFER);
            InetAddress from = ((InetSocketAddress) caller.getRemoteAddress()).getAddress();
            if (!from.equals(InetAddress.getLoopbackAddress())) {
                part.bind(new InetSocketAddress(from, 0));
            }
            part.connect(gate.target());
            return new Connection(gate, loop, caller, part);
        } catch (IOException e) {
            part.close();
            throw e;
        }
    }

    InetSocketAddress address() {
        return address;
    }

    /** That the caller has connected to. */
    int port() {
        return gate.port();
    }

    boolean isKnown() {
        return name != null;
    }

    /** From now on rules for this caller hold. */
    void isFrom(String part) {
        name = part;
        adapt();
    }

    /** Takes the gate's rules as they are now. Nothing passes while rules depend on a caller that is not known yet. */
    void adapt() {
        if (closed) {
            return;
        }
        boolean unknown = name == null && gate.asksWho();
        List<ActiveRule> rules = gate.rulesFor(name == null ? "" : name);
        rules.stream().filter(metBy::add).forEach(ActiveRule::meets);
        if (rules.stream().anyMatch(rule -> rule.impairment() instanceof Impairment.Cut)) {
            reset();
            return;
        }
        there.shape(unknown ? TrafficShaper.HELD : TrafficShaper.of(rules, Direction.THERE));
        back.shape(unknown ? TrafficShaper.HELD : TrafficShaper.of(rules, Direction.BACK));
        proceed();
    }

    @Override
    public void ready(SelectionKey key) {
        try {
            if (key.isConnectable()) {
                part.finishConnect();
                partKey.interestOps(0);
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

    /** Passes on what is due, and looks out for what can be done next. */
    void proceed() {
        if (closed || part.isConnectionPending()) {
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
            partKey.interestOps(interest(back, there));
            loop.delayed(this, nextDue() != Long.MAX_VALUE);
        } catch (IOException e) {
            reset();
        }
    }

    private static int interest(DirectionalRelay incoming, DirectionalRelay outgoing) {
        return (incoming.wantsToRead() ? SelectionKey.OP_READ : 0)
                | (outgoing.wantsToWrite() ? SelectionKey.OP_WRITE : 0);
    }

    /** Ends both sides at once, as a host does that knows nothing of the connection. */
    void reset() {
        for (SocketChannel side : List.of(caller, part)) {
            try {
                side.setOption(StandardSocketOptions.SO_LINGER, 0);
            } catch (IOException e) {
                // It is closed already.
            }
        }
        close();
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        loop.delayed(this, false);
        ProxyEventLoop.close(caller);
        ProxyEventLoop.close(part);
        gate.left(this);
    }
}
