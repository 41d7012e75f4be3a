package dev.firstcome.e2e.faults.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One direction of a connection: writes the received bytes in order, immediately or when they are due. Stops reading
 * while {@link #BOUND} bytes are queued, so backpressure reaches the sender. Confined to the event loop thread.
 */
final class DirectionalRelay {
    /** The maximum number of queued bytes per direction of a connection. */
    static final int BOUND = 128 * 1024;

    private final SocketChannel in;
    private final SocketChannel out;
    private final ProxyEventLoop loop;
    private final Deque<Chunk> queue = new ArrayDeque<>();
    private TrafficShaper shape = TrafficShaper.BLOCKED;
    private int queuedBytes;
    private boolean inputEnded;
    private boolean endForwarded;
    private boolean outputFull;

    private record Chunk(ByteBuffer bytes, long due) {}

    DirectionalRelay(SocketChannel in, SocketChannel out, ProxyEventLoop loop) {
        this.in = in;
        this.out = out;
        this.loop = loop;
    }

    /** Sets the shaper. Queued bytes become due immediately. */
    void shape(TrafficShaper newShape) {
        shape = newShape;
        long now = loop.now();
        for (int left = queue.size(); left > 0; left--) {
            queue.addLast(new Chunk(queue.removeFirst().bytes(), now));
        }
    }

    boolean wantsToRead() {
        return !shape.blocked() && !inputEnded && queuedBytes < BOUND;
    }

    /** Returns whether due bytes could not be written because the output buffer is full. */
    boolean wantsToWrite() {
        return !shape.blocked() && outputFull;
    }

    boolean isDone() {
        return endForwarded;
    }

    /** Returns the time of the next write that no channel event triggers, or {@link Long#MAX_VALUE}. */
    long nextDue() {
        return shape.blocked() || outputFull || queue.isEmpty()
                ? Long.MAX_VALUE
                : queue.getFirst().due();
    }

    /** Reads the available bytes and writes the due bytes. */
    void read() throws IOException {
        ByteBuffer bytes = loop.scratch();
        bytes.limit(Math.min(bytes.capacity(), shape.chunkSize(BOUND - queuedBytes)));
        int count = in.read(bytes);
        bytes.flip();
        if (count < 0) {
            inputEnded = true;
        } else if (count > 0) {
            if (shape.isUnimpaired() && queue.isEmpty()) {
                out.write(bytes);
            }
            enqueue(bytes, count);
        }
        flush();
    }

    private void enqueue(ByteBuffer bytes, int received) {
        if (!bytes.hasRemaining()) {
            return;
        }
        long now = loop.now();
        long due = shape.isUnimpaired() ? now : shape.due(received, now, loop.random());
        ByteBuffer copy = ByteBuffer.allocate(bytes.remaining()).put(bytes).flip();
        queuedBytes += copy.remaining();
        queue.addLast(new Chunk(copy, due));
    }

    /** Writes the due bytes, and forwards the end of the input after the last byte. */
    void flush() throws IOException {
        if (shape.blocked()) {
            return;
        }
        outputFull = false;
        long now = loop.now();
        while (!queue.isEmpty() && queue.getFirst().due() - now <= 0) {
            ByteBuffer bytes = queue.getFirst().bytes();
            queuedBytes -= out.write(bytes);
            if (bytes.hasRemaining()) {
                outputFull = true;
                return;
            }
            queue.removeFirst();
        }
        if (inputEnded && queue.isEmpty() && !endForwarded) {
            out.shutdownOutput();
            endForwarded = true;
        }
    }
}
