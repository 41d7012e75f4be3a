package dev.firstcome.user.api.web;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;

/** A request body stream that throws {@link BodyTooLargeException} at the first byte over its limit. */
final class LimitedInputStream extends ServletInputStream {
    private final ServletInputStream body;
    private int remaining;

    LimitedInputStream(ServletInputStream body, int limit) {
        this.body = body;
        this.remaining = limit;
    }

    @Override
    public int read() throws IOException {
        int read = body.read();
        count(read < 0 ? 0 : 1);
        return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int read = body.read(target, offset, length);
        count(Math.max(read, 0));
        return read;
    }

    private void count(int read) {
        remaining -= read;
        if (remaining < 0) {
            throw new BodyTooLargeException();
        }
    }

    @Override
    public boolean isFinished() {
        return body.isFinished();
    }

    @Override
    public boolean isReady() {
        return body.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
        body.setReadListener(listener);
    }
}
