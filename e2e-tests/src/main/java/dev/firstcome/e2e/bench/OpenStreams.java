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

/** Many concurrent SSE streams of request statuses, and the events that each has received. */
final class OpenStreams implements AutoCloseable {
    /** The maximum number of streams that are connecting at the same time. */
    private static final int CONNECTING_MAX = 64;

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration PERMIT_TIMEOUT = Duration.ofSeconds(30);

    private final URI base;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
    private final Semaphore permits = new Semaphore(CONNECTING_MAX);
    private final List<Stream> streams = new ArrayList<>();

    OpenStreams(URI base) {
        this.base = base;
    }

    /** Starts one more stream; blocks while too many streams are connecting. */
    void open(String path, String token) throws InterruptedException {
        if (!permits.tryAcquire(PERMIT_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException("no stream connected within " + PERMIT_TIMEOUT + firstFailure());
        }
        Stream stream = new Stream();
        streams.add(stream);
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .header("Authorization", "Bearer " + token)
                .header("Accept", "text/event-stream")
                .build();
        CompletableFuture<HttpResponse<Void>> response = http.sendAsync(request, stream::body);
        response.whenComplete((any, failure) -> stream.end(failure));
    }

    /** The number of streams that received the state DEFERRED. */
    long deferred() {
        return count(stream -> stream.deferred);
    }

    /** The number of streams that received the state ISSUED. */
    long issued() {
        return count(stream -> stream.issuedAt != 0);
    }

    /** The number of streams that have ended. */
    long ended() {
        return count(stream -> stream.ended);
    }

    private long count(Predicate<Stream> condition) {
        return streams.stream().filter(condition).count();
    }

    /** The times at which the streams received ISSUED, as {@link System#nanoTime()}. */
    long[] issuedAt() {
        return streams.stream().mapToLong(stream -> stream.issuedAt).toArray();
    }

    /** The first failure, as a suffix for a message; empty if no stream has failed. */
    String firstFailure() {
        Optional<String> first = streams.stream()
                .flatMap(stream -> Optional.ofNullable(stream.failure).stream())
                .findFirst();
        return first.map(failure -> "; one stream failed with " + failure).orElse("");
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    /** One stream. */
    private final class Stream implements Flow.Subscriber<String> {
        private final AtomicBoolean connecting = new AtomicBoolean(true);
        private volatile boolean deferred;
        private volatile long issuedAt;
        private volatile boolean ended;
        private volatile @Nullable String failure;

        HttpResponse.BodySubscriber<Void> body(HttpResponse.ResponseInfo info) {
            if (info.statusCode() == 200) {
                return HttpResponse.BodySubscribers.fromLineSubscriber(this);
            }
            failure = Integer.toString(info.statusCode());
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
            } else if (line.contains("\"state\":\"DEFERRED\"")) {
                deferred = true;
                releasePermit();
            }
        }

        @Override
        public void onError(Throwable error) {
            failure = error.toString();
        }

        @Override
        public void onComplete() {
            // the response future completes as well
        }

        private void releasePermit() {
            if (connecting.compareAndSet(true, false)) {
                permits.release();
            }
        }

        void end(@Nullable Throwable error) {
            if (error != null) {
                failure = error.toString();
            }
            ended = true;
            releasePermit();
        }
    }
}
