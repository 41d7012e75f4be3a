package dev.firstcome.user;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.user.UserMessage;
import dev.firstcome.platform.ids.Bucket;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.inbox.Subscription;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.context.annotation.Bean;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.exc.MismatchedInputException;

/**
 * A second consumer of {@code user.messages} that rejects messages to {@link #REJECTED_USERS} as unreadable. It is not
 * annotated, so the component scan of the service does not find it.
 */
class RejectingConsumer {
    static final Set<UUID> REJECTED_USERS = ConcurrentHashMap.newKeySet();

    private static final List<UUID> CONSUMED = new CopyOnWriteArrayList<>();

    @Bean
    Subscription<UserMessage> rejectingSubscription() {
        return Subscription.ofOne(
                "user-rejecting",
                Topics.USER_MESSAGES,
                UserMessage.class,
                RejectingConsumer::bucketOf,
                message -> CONSUMED.add(message.messageId()));
    }

    private static Bucket bucketOf(UserMessage message) {
        if (REJECTED_USERS.contains(message.userId())) {
            throw MismatchedInputException.from((JsonParser) null, UserMessage.class, "unknown message kind");
        }
        return BucketedIds.bucketOf(message.userId());
    }

    /** Returns how often this consumer has processed the message. */
    static long timesConsumed(UserMessage message) {
        return CONSUMED.stream().filter(message.messageId()::equals).count();
    }
}
