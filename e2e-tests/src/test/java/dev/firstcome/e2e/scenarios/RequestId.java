package dev.firstcome.e2e.scenarios;

import java.nio.ByteBuffer;
import java.util.Base64;

/** What a request's id says openly: its place in the log. */
record RequestId(int partition, long offset) {
    static RequestId parse(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        return new RequestId(bytes.getShort(), bytes.getLong());
    }
}
