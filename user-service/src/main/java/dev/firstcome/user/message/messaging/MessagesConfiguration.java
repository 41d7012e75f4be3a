package dev.firstcome.user.message.messaging;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.user.UserMessage;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.inbox.Subscription;
import dev.firstcome.user.message.Message;
import dev.firstcome.user.message.Messages;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Subscribes to {@code user.messages} and adds each message to the user's inbox, once per event id. */
@Configuration(proxyBeanMethods = false)
class MessagesConfiguration {
    @Bean
    Subscription<UserMessage> userMessages(Messages messages) {
        return Subscription.ofOne(
                "user-messages",
                Topics.USER_MESSAGES,
                UserMessage.class,
                message -> BucketedIds.bucketOf(message.userId()),
                message -> messages.add(new Message(
                        message.messageId(), message.userId(), message.kind(), message.details(), message.at())));
    }
}
