package dev.firstcome.e2e.hostile;

import dev.firstcome.e2e.load.Pacing;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Sends calls one after another with the tokens and from the address of one caller, and checks the responses. */
final class HostileWorker implements AutoCloseable {
    private static final int ATTEMPTS_MAX = 12;
    private static final Duration RETRY_DELAY = Duration.ofSeconds(1);
    private static final byte[] UNIQUE = ValidRequest.UNIQUE.getBytes(StandardCharsets.US_ASCII);

    private final InetSocketAddress gateway;
    private final @Nullable InetAddress from;
    private final CallerTokens tokens;
    private final RunTally tally;
    private @Nullable RawConnection connection;

    HostileWorker(InetSocketAddress gateway, @Nullable InetAddress from, CallerTokens tokens, RunTally tally) {
        this.gateway = gateway;
        this.from = from;
        this.tokens = tokens;
        this.tally = tally;
    }

    /** Sends the call, retries it while the platform is busy, and records what is wrong with the response. */
    void send(HostileCall call) throws InterruptedException {
        tally.countCall(call);
        long start = System.nanoTime();
        try {
            RawResponse response = sendWithRetry(call);
            tally.countResponse(response.status());
            ResponseRules.violation(call, response)
                    .ifPresent(wrong -> tally.violations().add(call, response.status(), wrong, response.text()));
        } catch (SocketTimeoutException slow) {
            tally.violations().add(call, 0, "a call that hangs", String.valueOf(slow.getMessage()));
        } catch (IOException broken) {
            tally.violations().add(call, 0, "no response", broken.toString());
        } finally {
            tally.countTime(call, System.nanoTime() - start);
            if (call.kind() == HostileCall.Kind.PROTOCOL) {
                disconnect();
            }
        }
    }

    private RawResponse sendWithRetry(HostileCall call) throws IOException, InterruptedException {
        RawResponse response = sendOnce(call);
        for (int i = 1; i < ATTEMPTS_MAX && isBusy(response); i++) {
            tally.countRetry();
            tokens.changeOperator();
            Pacing.pause(retryAfter(response));
            response = sendOnce(call);
        }
        return response;
    }

    /**
     * Whether the call did not reach its operation, or not in time because the machine is slow. Other responses 429, as
     * to one stream too many, are the operation's.
     */
    private static boolean isBusy(RawResponse response) {
        return response.status() == 429 && response.code().equals("RATE_LIMITED")
                || response.status() == 504 && response.code().equals("TIMEOUT")
                || response.status() == 503 && !response.header("retry-after").isEmpty();
    }

    private static Duration retryAfter(RawResponse response) {
        String seconds = response.header("retry-after");
        return seconds.matches("[0-9]") ? Duration.ofSeconds(Math.max(1, Long.parseLong(seconds))) : RETRY_DELAY;
    }

    /** A reused connection may have been closed by the server; the call is then sent on a new one. */
    private RawResponse sendOnce(HostileCall call) throws IOException {
        byte[] message = message(call);
        boolean head = call.request().method().equals("HEAD");
        RawConnection open = connection;
        if (open != null) {
            try {
                return exchange(open, message, head);
            } catch (SocketTimeoutException slow) {
                throw slow;
            } catch (IOException closed) {
                tally.countRetry();
            }
        }
        return exchange(connect(), message, head);
    }

    private RawConnection connect() throws IOException {
        disconnect();
        RawConnection opened = RawConnection.open(gateway, from);
        connection = opened;
        return opened;
    }

    private RawResponse exchange(RawConnection open, byte[] message, boolean head) throws IOException {
        try {
            return open.exchange(message, head);
        } finally {
            if (!open.isReusable()) {
                disconnect();
            }
        }
    }

    private byte[] message(HostileCall call) {
        RawRequest request = call.request();
        String token = tokens.tokenFor(call.operation());
        if (token != null && !request.has("Authorization")) {
            request = request.with(RawRequest.Header.of("Authorization", "Bearer " + token));
        }
        byte[] message = request.bytes(gateway.getHostString() + ":" + gateway.getPort());
        byte[] number = "%08d".formatted(tally.nextNumber()).getBytes(StandardCharsets.US_ASCII);
        replace(message, UNIQUE, number);
        return message;
    }

    /** Replaces each occurrence by bytes of the same length. */
    private static void replace(byte[] text, byte[] mark, byte[] replacement) {
        for (int i = 0; i + mark.length <= text.length; i++) {
            if (Arrays.equals(text, i, i + mark.length, mark, 0, mark.length)) {
                System.arraycopy(replacement, 0, text, i, replacement.length);
            }
        }
    }

    private void disconnect() {
        RawConnection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                tally.countRetry();
            }
        }
    }

    @Override
    public void close() {
        disconnect();
    }
}
