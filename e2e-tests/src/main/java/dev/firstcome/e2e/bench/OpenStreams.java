package dev.firstcome.e2e.bench;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Streams of where requests stand, all open at the same time, and what each has heard. */
final class OpenStreams implements AutoCloseable {
    /** On their way at the same time; the others wait for their turn, as an impatient crowd would not. */
    private static final int OPENING_AT_ONCE = 64;

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration TURN = Duration.ofSeconds(30);

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT)
            .build();
    private final Semaphore turns = new Semaphore(OPENING_AT_ONCE);
    private final List<Listening> all = new ArrayList<>();

    OpenStreams(URI base) {
        this.base = base;
    }

    /** Opens one more; returns once it may be on its way. */
    void open(String path, String token) throws InterruptedException {
        if (!turns.tryAcquire(TURN.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no stream was opened for " + TURN + firstTrouble());
        }
        Listening listening = new Listening();
        all.add(listening);
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        CompletableFuture<HttpResponse<Void>> over = http.sendAsync(request, listening::body);
        over.whenComplete((answer, failed) -> listening.ended(failed));
    }

    /** How many have heard that they wait. */
    long waiting() {
        return count(listening -> listening.waits);
    }

    /** How many have heard that they have a coupon. */
    long issued() {
        return count(listening -> listening.issuedAt != 0);
    }

    /** How many have ended. */
    long ended() {
        return count(listening -> listening.ended);
    }

    private long count(Predicate<Listening> which) {
        return all.stream().filter(which).count();
    }

    /** When each heard of its coupon, as {@link System#nanoTime()}. */
    long[] issuedAt() {
        return all.stream().mapToLong(listening -> listening.issuedAt).toArray();
    }

    /** Why one of them failed, to be appended to a sentence; empty: none has. */
    String firstTrouble() {
        Optional<String> first = all.stream()
                .flatMap(listening -> Optional.ofNullable(listening.trouble).stream())
                .findFirst();
        return first.map(trouble -> "; one was told " + trouble).orElse("");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** One stream. */
    private final class Listening implements Flow.Subscriber<String> {
        private final AtomicBoolean opening = new AtomicBoolean(true);
        private volatile boolean waits;
        private volatile long issuedAt;
        private volatile boolean ended;
        private volatile @Nullable String trouble;

        HttpResponse.BodySubscriber<Void> body(HttpResponse.ResponseInfo info) {
            if (info.statusCode() == 200) {
                return HttpResponse.BodySubscribers.fromLineSubscriber(this);
            }
            trouble = Integer.toString(info.statusCode());
            return HttpResponse.BodySubscribers.discarding();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(String line) {
            if (!line.startsWith("data: ")) {
                return;
            }
            if (line.contains("\"state\":\"ISSUED\"")) {
                issuedAt = System.nanoTime();
            } else if (line.contains("\"state\":\"HELD\"")) {
                waits = true;
                endTurn();
            }
        }

        @Override
        public void onError(Throwable failed) {
            trouble = failed.toString();
        }

        @Override
        public void onComplete() {
            // the whole answer ends, too
        }

        private void endTurn() {
            if (opening.compareAndSet(true, false)) {
                turns.release();
            }
        }

        void ended(@Nullable Throwable failed) {
            if (failed != null) {
                trouble = failed.toString();
            }
            ended = true;
            endTurn();
        }
    }
}
