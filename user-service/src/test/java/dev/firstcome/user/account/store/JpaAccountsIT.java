package dev.firstcome.user.account.store;

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
import dev.firstcome.user.account.NewAccount;
import dev.firstcome.user.account.PersonName;
import dev.firstcome.user.account.ProfileChange;
import dev.firstcome.user.account.SignUp;
import dev.firstcome.user.account.UserLanguage;
import dev.firstcome.user.password.Password;
import dev.firstcome.user.session.SignIn;
import dev.firstcome.user.session.SignInAttempt;
import jakarta.persistence.metamodel.EntityType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.OptimisticLockingFailureException;

/** Tests the account entity on both shards: the first bucket is on one shard, the last bucket on the other. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class JpaAccountsIT {
    private static final int FIRST_BUCKET = 0;
    private static final int LAST_BUCKET = Bucket.COUNT - 1;
    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00.123Z");
    private static final ProfileChange RENAME = new ProfileChange(new PersonName("Lee"), null);

    private UserService service;
    private Shards shards;
    private EntityStore entities;
    private Accounts accounts;

    @BeforeAll
    void start(@TempDir Path folder) {
        service = new UserService(folder);
        shards = service.bean(Shards.class);
        entities = service.bean(EntityStore.class);
        accounts = service.bean(Accounts.class);
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Test
    void entitiesMatchTheSchemaOfEveryShard() {
        SessionFactory sessions = service.bean(SessionFactory.class);

        assertThat(sessions.getMetamodel().getEntities())
                .extracting(EntityType::getName)
                .containsExactlyInAnyOrder("AccountEntity", "EmailClaimEntity", "SessionEntity");
        assertThat(shards.map().shards()).hasSize(2);
        for (String shard : shards.map().shards()) {
            StallRetry.run(() ->
                    shards.executeOn(shard, () -> sessions.getSchemaManager().validateMappedObjects()));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aSavedAccountIsReloadedFromItsShardOnly(int bucket) {
        StallRetry.run(() -> {
            Account account = newAccount(bucket);

            assertThat(accounts.add(account, "a hash")).isTrue();

            assertThat(accounts.find(account.userId())).contains(account);
            AccountKey id = AccountKey.of(account.userId());
            String otherShard = shards.map().shardOf(new Bucket(LAST_BUCKET - bucket));
            assertThat(shards.readOn(otherShard, () -> entities.find(AccountEntity.class, id)))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {FIRST_BUCKET, LAST_BUCKET})
    void aStaleVersionIsRejected(int bucket) {
        StallRetry.run(() -> {
            Account account = newAccount(bucket);
            accounts.add(account, "a hash");
            AccountEntity stale = load(account.userId());
            assertThat(accounts.change(account.userId(), RENAME)).isPresent();

            stale.apply(new ProfileChange(new PersonName("Stale"), UserLanguage.EN));

            assertThatThrownBy(() -> shards.execute(new Bucket(bucket), () -> entities.update(stale)))
                    .isInstanceOf(OptimisticLockingFailureException.class);
            AccountEntity current = load(account.userId());
            assertThat(current.toAccount().name().value()).isEqualTo("Lee");
            assertThat(current.toAccount().language()).isEqualTo(UserLanguage.KO);
            assertThat(current.version()).isEqualTo(2);
        });
    }

    @Test
    void theMainFlowsExecuteNoNeedlessStatement() {
        StallRetry.run(() -> {
            Email email = newEmail();
            Password password = Password.of("correct horse").orElseThrow();
            NewAccount account = new NewAccount(email, password, new PersonName("Kim"), UserLanguage.KO, List.of());
            SignUp signUp = service.bean(SignUp.class);

            assertThat(verbs(() -> signUp.signUp(account))).containsExactly("insert", "insert", "with", "with");
            assertThat(verbs(() -> signUp.signUp(account))).containsExactly("insert");
            assertThat(verbs(() -> service.bean(SignIn.class).signIn(new SignInAttempt(email, password, "192.0.2.1"))))
                    .containsExactly("select", "delete", "insert");

            UUID userId = accounts.findByEmail(email).orElseThrow().account().userId();
            List<String> segments = List.of("vip");
            assertThat(verbs(() -> accounts.find(userId))).containsExactly("select");
            assertThat(verbs(() -> accounts.change(userId, RENAME))).containsExactly("select", "update", "with");
            assertThat(verbs(() -> accounts.replaceSegments(userId, segments)))
                    .containsExactly("select", "update", "with");
            assertThat(verbs(() -> accounts.replaceSegments(userId, segments))).containsExactly("select");
        });
    }

    /** Returns the first word of each statement; {@code with} is the append to the outbox. */
    private List<String> verbs(Runnable work) {
        return service.bean(StatementRecorder.class).statementsOf(work).stream()
                .map(statement -> statement.strip().split("\\s", 2)[0])
                .toList();
    }

    private AccountEntity load(UUID userId) {
        return shards.read(
                        BucketedIds.bucketOf(userId), () -> entities.find(AccountEntity.class, AccountKey.of(userId)))
                .orElseThrow();
    }

    private Account newAccount(int bucket) {
        UUID userId = service.bean(BucketedIds.class).next(new Bucket(bucket));
        return new Account(
                userId,
                newEmail(),
                new PersonName("Kim"),
                UserLanguage.KO,
                List.of(Account.OPERATOR),
                List.of("vip", "seoul"),
                NOW);
    }

    private static Email newEmail() {
        return Email.of(UUID.randomUUID() + "@example.com").orElseThrow();
    }
}
