package dev.firstcome.user.account.store;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.user.MessageKind;
import dev.firstcome.contracts.user.UserChanged;
import dev.firstcome.contracts.user.UserMessage;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.outbox.Outbox;
import dev.firstcome.platform.outbox.Outbox.OutgoingEvent;
import dev.firstcome.user.account.Account;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Appends account events to the outbox, in the transaction that creates or changes the account. */
@Component
final class AccountEvents {
    private final Outbox outbox;
    private final BucketedIds ids;
    private final Clock clock;

    AccountEvents(Outbox outbox, BucketedIds ids, Clock clock) {
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
    }

    /** Appends the first {@code UserChanged} event and the user's welcome message. */
    void signedUp(Account account) {
        changed(account, 1);
        Bucket bucket = BucketedIds.bucketOf(account.userId());
        UUID messageId = ids.next(bucket);
        Instant now = now();
        outbox.append(new OutgoingEvent(
                bucket,
                Topics.USER_MESSAGES,
                account.userId().toString(),
                messageId,
                1,
                new UserMessage(messageId, account.userId(), MessageKind.WELCOME, Map.of(), now),
                now));
    }

    void changed(Account account, long version) {
        Instant now = now();
        outbox.append(new OutgoingEvent(
                BucketedIds.bucketOf(account.userId()),
                Topics.USER_EVENTS,
                account.userId().toString(),
                account.userId(),
                version,
                new UserChanged(
                        account.userId(), version, account.language().tag(), account.roles(), account.segments(), now),
                now));
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
