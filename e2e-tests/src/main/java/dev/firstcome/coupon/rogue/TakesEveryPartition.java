package dev.firstcome.coupon.rogue;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.stereotype.Component;

/** The issuer's consumer does not wait until its group gives it partitions: it takes all of them, whoever has them. */
@Component
class TakesEveryPartition implements BeanPostProcessor {
    private static final String ISSUER = "coupon-issuer";
    private static final Duration ASK = Duration.ofSeconds(5);

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ConsumerFactory<?, ?> consumers) {
            takeAll(consumers);
        }
        return bean;
    }

    private static <K, V> void takeAll(ConsumerFactory<K, V> consumers) {
        consumers.addPostProcessor(
                consumer -> ISSUER.equals(consumer.groupMetadata().groupId()) ? greedy(consumer) : consumer);
    }

    @SuppressWarnings("unchecked") // a proxy of the same interface
    private static <K, V> Consumer<K, V> greedy(Consumer<K, V> consumer) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("subscribe") && arguments.length == 2) {
                take(consumer, (Collection<String>) arguments[0], (ConsumerRebalanceListener) arguments[1]);
                return null;
            }
            try {
                return method.invoke(consumer, arguments);
            } catch (InvocationTargetException failed) {
                throw failed.getCause();
            }
        };
        ClassLoader loader = TakesEveryPartition.class.getClassLoader();
        return (Consumer<K, V>) Proxy.newProxyInstance(loader, new Class<?>[] {Consumer.class}, handler);
    }

    private static void take(Consumer<?, ?> consumer, Collection<String> topics, ConsumerRebalanceListener listener) {
        List<TopicPartition> all = topics.stream()
                .flatMap(topic -> consumer.partitionsFor(topic, ASK).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        listener.onPartitionsAssigned(all);
    }
}
