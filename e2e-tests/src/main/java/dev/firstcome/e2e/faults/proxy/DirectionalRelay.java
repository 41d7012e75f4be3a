package dev.firstcome.e2e.faults.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of a connection: what comes in goes out in its order, at once or when it is due. Takes nothing in while
 * {@link #BOUND} bytes wait, so who sends too fast is slowed down as if there were no proxy. Used by the loop's thread only.
 */
final class DirectionalRelay {
    /** Bytes that may wait in one direction of a connection. */
    static final int BOUND = 128 * 1024;

    private final SocketChannel in;
    private final SocketChannel out;
    private final ProxyEventLoop loop;
    private final Deque<Piece> waiting = new ArrayDeque<>();
    private TrafficShaper shape = TrafficShaper.HELD;
    private int waitingBytes;
    private boolean ended;
    private boolean endPassed;
    private boolean full;

    private record Piece(ByteBuffer bytes, long due) {}

    DirectionalRelay(SocketChannel in, SocketChannel out, ProxyEventLoop loop) {
        this.in = in;
        this.out = out;
        this.loop = loop;
    }

    /** What waits when conditions change is due at once. */
    void shape(TrafficShaper changed) {
        shape = changed;
        long now = loop.now();
        for (int left = waiting.size(); left > 0; left--) {
            waiting.addLast(new Piece(waiting.removeFirst().bytes(), now));
        }
    }

    boolean wantsToRead() {
        return !shape.held() && !ended && waitingBytes < BOUND;
    }

    /** Whether the other side takes no more for now. */
    boolean wantsToWrite() {
        return !shape.held() && full;
    }

    boolean isDone() {
        return endPassed;
    }

    /** When it has something to do by itself, or {@link Long#MAX_VALUE}. */
    long nextDue() {
        return shape.held() || full || waiting.isEmpty()
                ? Long.MAX_VALUE
                : waiting.getFirst().due();
    }

    /** Takes in what has come, and passes on what is due. */
    void read() throws IOException {
        ByteBuffer bytes = loop.scratch();
        bytes.limit(Math.min(bytes.capacity(), shape.piece(BOUND - waitingBytes)));
        int count = in.read(bytes);
        bytes.flip();
        if (count < 0) {
            ended = true;
        } else if (count > 0) {
            if (shape.isFree() && waiting.isEmpty()) {
                out.write(bytes);
            }
            await(bytes, count);
        }
        flush();
    }

    private void await(ByteBuffer bytes, int came) {
        if (!bytes.hasRemaining()) {
            return;
        }
        long now = loop.now();
        long due = shape.isFree() ? now : shape.due(came, now, loop.random());
        ByteBuffer kept = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        waitingBytes += kept.remaining();
        waiting.addLast(new Piece(kept, due));
    }

    /** Passes on what is due, and the end when nothing is left. */
    void flush() throws IOException {
        if (shape.held()) {
            return;
        }
        full = false;
        long now = loop.now();
        while (!waiting.isEmpty() && waiting.getFirst().due() - now <= 0) {
            ByteBuffer bytes = waiting.getFirst().bytes();
            waitingBytes -= out.write(bytes);
            if (bytes.hasRemaining()) {
                full = true;
                return;
            }
            waiting.removeFirst();
        }
        if (ended && waiting.isEmpty() && !endPassed) {
            out.shutdownOutput();
            endPassed = true;
        }
    }
}
