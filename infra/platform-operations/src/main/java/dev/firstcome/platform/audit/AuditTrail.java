package dev.firstcome.platform.audit;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.AuditEntry;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.publisher.PlatformPublisher;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit trail of this process in {@code platform.audit}: one hash chain of entries in the order of the calls of
 * {@link #write}. One thread publishes them in this order and retries each until Kafka acknowledges it. A bounded number
 * waits in memory while Kafka is unavailable, and each entry is logged at once. A duplicate has the same id and bytes.
 */
public final class AuditTrail implements AutoCloseable {
    /** The maximum number of unpublished entries. Operator requests are rejected above it. */
    static final int UNPUBLISHED_MAX = 10_000;

    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);
    private static final Duration RETRY_DELAY = Duration.ofMillis(500);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);
    private static final Pending END = new Pending(null, new byte[0]);

    private final String writer;
    private final PlatformPublisher publisher;
    private final EventCodec codec;
    private final Clock clock;
    private final BlockingQueue<Pending> pending = new LinkedBlockingQueue<>();
    private final AtomicInteger unpublished = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread sender;
    private long number;
    private String previous = AuditEntry.GENESIS_HASH;

    private record Pending(@Nullable AuditEntry entry, byte[] body) {}

    public AuditTrail(String service, PlatformPublisher publisher, EventCodec codec, Clock clock) {
        this.writer = service + "/" + UUID.randomUUID().toString().substring(0, 8);
        this.publisher = publisher;
        this.codec = codec;
        this.clock = clock;
        this.sender = Thread.ofVirtual().name("audit").start(this::publishAll);
    }

    /** The name of this process's chain. */
    public String writer() {
        return writer;
    }

    /** Whether the trail accepts another entry. Call this before an action that must be audited. */
    public boolean hasRoom() {
        return unpublished.get() < UNPUBLISHED_MAX;
    }

    /**
     * Appends an entry to the chain. Returns at once; the entry is published in the background.
     *
     * @throws IllegalStateException if the trail is full; call {@link #hasRoom} before the action
     */
    public synchronized void write(AuditNote note) {
        AuditEntry entry = new AuditEntry(
                UUID.randomUUID(),
                writer,
                number + 1,
                previous,
                clock.instant(),
                note.actor(),
                note.action(),
                note.reason(),
                note.outcome(),
                note.requestId(),
                note.before(),
                note.after(),
                note.heads());
        if (!hasRoom()) {
            throw new IllegalStateException(UNPUBLISHED_MAX + " entries of the audit trail are not published yet");
        }
        byte[] body = codec.write(entry);
        unpublished.incrementAndGet();
        pending.add(new Pending(entry, body));
        number++;
        previous = hash(body);
        log.info("audit {}", new String(body, StandardCharsets.UTF_8));
    }

    /** SHA-256 in lower-case hex. */
    public static String hash(byte[] body) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }

    private void publishAll() {
        try {
            while (true) {
                Pending next = pending.take();
                if (next == END) {
                    return;
                }
                while (!tryPublish(next)) {
                    if (closing.await(RETRY_DELAY.toMillis(), TimeUnit.MILLISECONDS)) {
                        log.error(
                                "audit trail: {} entries are not published; this log contains them", unpublished.get());
                        return;
                    }
                }
                unpublished.decrementAndGet();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean tryPublish(Pending next) {
        AuditEntry entry = Objects.requireNonNull(next.entry());
        try {
            publisher
                    .send(Topics.PLATFORM_AUDIT, writer, entry.entryId(), entry, next.body())
                    .join();
            return true;
        } catch (CompletionException failed) {
            return false;
        }
    }

    /** Waits up to three seconds until all entries are published. */
    @Override
    public void close() {
        closing.countDown();
        pending.add(END);
        try {
            sender.join(CLOSE_TIMEOUT);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
