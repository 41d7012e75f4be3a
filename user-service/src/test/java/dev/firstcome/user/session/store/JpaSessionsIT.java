package dev.firstcome.user.session.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import dev.firstcome.platform.testing.StatementRecorder;
import dev.firstcome.testsupport.StallRetry;
import dev.firstcome.user.UserService;
import dev.firstcome.user.account.Account;
import dev.firstcome.user.account.Accounts;
import dev.firstcome.user.account.Email;
import dev.firstcome.user.account.PersonName;
import dev.firstcome.user.account.UserLanguage;
import dev.firstcome.user.session.RefreshDecision.Rotate;
import dev.firstcome.user.session.RefreshToken;
import dev.firstcome.user.session.Sessions;
import dev.firstcome.user.session.Sessions.Validity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.OptimisticLockingFailureException;

/** Tests the session entity on both shards: the first bucket is on one shard, the last bucket on the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JpaSessionsIT {
    private static final int FIRST_BUCKET = 0;
    private static final int LAST_BUCKET = Bucket.COUNT - 1;
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final Validity FIRST_DAYS = new Validity(NOW, NOW.plus(Duration.ofDays(30)));
    private static final Validity NEXT_DAYS = new Validity(NOW.plus(Duration.ofDays(1)), NOW.plus(Duration.ofDays(31)));

    private UserService service;
    private Shards shards;
    private EntityStore entities;
    private Sessions sessions;

    @BeforeAll
    void start(@TempDir Path folder) {
        service = new UserService(folder);
        shards = service.bean(Shards.class);
        entities = service.bean(EntityStore.class);
        sessions = service.bean(Sessions.class);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aSavedSessionIsReloadedFromItsShardOnly(int bucket) {
        StallRetry.run(() -> {
            RefreshToken first = startSession(bucket);

            SessionEntity loaded = load(first);

            assertThat(loaded.isActive(NOW)).isTrue();
            assertThat(loaded.isActive(FIRST_DAYS.until())).isFalse();
            assertThat(loaded.toState().decide(first, NOW, Duration.ZERO)).isInstanceOf(Rotate.class);
            SessionKey id = SessionKey.of(first.sessionId());
            String otherShard = shards.map().shardOf(new Bucket(LAST_BUCKET - bucket));
            assertThat(shards.readOn(otherShard, () -> entities.find(SessionEntity.class, id)))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aStaleGenerationIsRejected(int bucket) {
        StallRetry.run(() -> {
            RefreshToken first = startSession(bucket);
            SessionEntity stale = load(first);
            RefreshToken successor =
                    sessions.refresh(first, NEXT_DAYS).orElseThrow().token();

            rotate(stale, first);

            assertThatThrownBy(() -> shards.execute(new Bucket(bucket), () -> entities.update(stale)))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            RefreshToken third =
                    sessions.refresh(successor, NEXT_DAYS).orElseThrow().token();
            assertThat(third.generation()).isEqualTo(3);
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aSessionThatEndsBetweenLoadAndUpdateStaysEnded(int bucket) {
        StallRetry.run(() -> {
            RefreshToken first = startSession(bucket);
            SessionEntity loaded = load(first);
            sessions.end(loaded.userId(), first.sessionId(), NOW);

            RefreshToken successor = rotate(loaded, first);
            shards.execute(new Bucket(bucket), () -> entities.update(loaded));

            assertThat(load(first).isActive(NOW)).isFalse();
            assertThat(sessions.refresh(successor, NEXT_DAYS)).isEmpty();
        });
    }

    @Test
    void aRefreshExecutesNoNeedlessStatement() {
        StallRetry.run(() -> {
            RefreshToken first = startSession(FIRST_BUCKET);

            assertThat(verbs(() -> sessions.refresh(first, NEXT_DAYS))).containsExactly("select", "update", "select");
            assertThat(verbs(() -> sessions.refresh(first, NEXT_DAYS))).containsExactly("select", "select");
        });
    }

    private List<String> verbs(Runnable work) {
        return service.bean(StatementRecorder.class).statementsOf(work).stream()
                .map(statement -> statement.strip().split("\\s", 2)[0])
                .toList();
    }

    /** Rotates a loaded copy, and returns its new token. */
    private static RefreshToken rotate(SessionEntity loaded, RefreshToken used) {
        Rotate rotation = (Rotate) loaded.toState().decide(used, NOW, Duration.ZERO);
        loaded.rotate(rotation, NEXT_DAYS);
        return rotation.successor();
    }

    private RefreshToken startSession(int bucket) {
        BucketedIds ids = service.bean(BucketedIds.class);
        UUID userId = ids.next(new Bucket(bucket));
        Email email = Email.of(userId + "@example.com").orElseThrow();
        Account account = new Account(userId, email, new PersonName("Kim"), UserLanguage.KO, List.of(), List.of(), NOW);
        service.bean(Accounts.class).add(account, "a hash");
        RefreshToken first = RefreshToken.first(ids.next(new Bucket(bucket)));
        sessions.start(userId, first, FIRST_DAYS);
        return first;
    }

    private SessionEntity load(RefreshToken token) {
        return shards.read(
                        BucketedIds.bucketOf(token.sessionId()),
                        () -> entities.find(SessionEntity.class, SessionKey.of(token.sessionId())))
                .orElseThrow();
    }
}
