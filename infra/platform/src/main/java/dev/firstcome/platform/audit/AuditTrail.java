package dev.firstcome.platform.audit;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.platform.AuditEntry;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.platform.events.PlatformPublisher;
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
 * What this process appends to {@code platform.audit}: one chain from its start to its end, in the order in which
 * {@link #write} was called. Entries are sent one after another, each until Kafka has acknowledged it; while Kafka takes no
 * writes they wait in memory, a bounded number, and each is in the process's own log from the beginning. An entry that was
 * sent twice is the same twice.
 */
public final class AuditTrail implements AutoCloseable {
    /** How many entries wait at most; with that many no operator's call is taken any more. */
    static final int WAITING_MAX = 10_000;

    private static final Logger log = LoggerFactory.getLogger(AuditTrail.class);
    private static final Duration RETRY = Duration.ofMillis(500);
    private static final Duration STOP = Duration.ofSeconds(3);
    private static final Waiting END = new Waiting(null, new byte[0]);

    private final String writer;
    private final PlatformPublisher publisher;
    private final EventCodec codec;
    private final Clock clock;
    private final BlockingQueue<Waiting> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger unsent = new AtomicInteger();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread sender;
    private long number;
    private String previous = AuditEntry.GENESIS_HASH;

    private record Waiting(@Nullable AuditEntry entry, byte[] body) {}

    public AuditTrail(String service, PlatformPublisher publisher, EventCodec codec, Clock clock) {
        this.writer = service + "/" + UUID.randomUUID().toString().substring(0, 8);
        this.publisher = publisher;
        this.codec = codec;
        this.clock = clock;
        this.sender = Thread.ofVirtual().name("audit").start(this::sendAll);
    }

    /** The name of this process's chain. */
    public String writer() {
        return writer;
    }

    /** Whether another entry can be taken. To be asked before anything is done that must be in the trail. */
    public boolean hasRoom() {
        return unsent.get() < WAITING_MAX;
    }

    /** How many entries Kafka has not acknowledged yet. */
    public int waiting() {
        return unsent.get();
    }

    /**
     * Takes an entry, to be appended as soon as Kafka takes it. Returns at once.
     *
     * @throws IllegalStateException if too many wait; ask {@link #hasRoom} before acting
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
            throw new IllegalStateException(WAITING_MAX + " entries of the audit trail wait already");
        }
        byte[] body = codec.write(entry);
        unsent.incrementAndGet();
        waiting.add(new Waiting(entry, body));
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

    private void sendAll() {
        try {
            while (true) {
                Waiting next = waiting.take();
                if (next == END) {
                    return;
                }
                while (!isSent(next)) {
                    if (closing.await(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
                        log.error("{} entries of the audit trail are in this log only", unsent.get());
                        return;
                    }
                }
                unsent.decrementAndGet();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSent(Waiting next) {
        AuditEntry entry = Objects.requireNonNull(next.entry());
        try {
            publisher
                    .send(Topics.PLATFORM_AUDIT, writer, entry.entryId(), entry, next.body())
                    .join();
            return true;
        } catch (CompletionException away) {
            return false;
        }
    }

    /** Waits a little for what is not acknowledged yet. */
    @Override
    public void close() {
        closing.countDown();
        waiting.add(END);
        try {
            sender.join(STOP);
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }
}
