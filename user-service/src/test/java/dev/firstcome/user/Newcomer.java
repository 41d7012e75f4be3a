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
 * A second consumer of users' messages, which cannot read those to some users until a version of it comes that can. Not
 * annotated, so that the service's own scan does not find it.
 */
class Newcomer {
    static final Set<UUID> REFUSED = ConcurrentHashMap.newKeySet();

    private static final List<UUID> TAKEN = new CopyOnWriteArrayList<>();

    @Bean
    Subscription<UserMessage> newcomersMessages() {
        return Subscription.ofOne(
                "user-newcomer",
                Topics.USER_MESSAGES,
                UserMessage.class,
                Newcomer::bucketOf,
                message -> TAKEN.add(message.messageId()));
    }

    private static Bucket bucketOf(UserMessage message) {
        if (REFUSED.contains(message.userId())) {
            throw MismatchedInputException.from((JsonParser) null, UserMessage.class, "an unheard-of kind");
        }
        return BucketedIds.bucketOf(message.userId());
    }

    /** How often it had the effect of this message. */
    static long tookOf(UserMessage message) {
        return TAKEN.stream().filter(message.messageId()::equals).count();
    }
}
