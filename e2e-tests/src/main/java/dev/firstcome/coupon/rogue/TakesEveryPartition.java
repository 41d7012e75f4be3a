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

/**
 * Who asks its group for partitions of the coupon log does not wait until it is given some: it takes all of them, whoever has
 * them.
 */
@Component
class TakesEveryPartition implements BeanPostProcessor {
    private static final List<String> LOG = List.of("coupon.requests");
    private static final Duration ASK = Duration.ofSeconds(5);

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ConsumerFactory<?, ?> consumers) {
            takeAll(consumers);
        }
        return bean;
    }

    private static <K, V> void takeAll(ConsumerFactory<K, V> consumers) {
        consumers.addPostProcessor(TakesEveryPartition::greedy);
    }

    @SuppressWarnings("unchecked") // a proxy of the same interface
    private static <K, V> Consumer<K, V> greedy(Consumer<K, V> consumer) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("subscribe") && arguments.length == 2 && LOG.equals(arguments[0])) {
                take(consumer, (ConsumerRebalanceListener) arguments[1]);
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

    private static void take(Consumer<?, ?> consumer, ConsumerRebalanceListener listener) {
        Collection<TopicPartition> all = LOG.stream()
                .flatMap(topic -> consumer.partitionsFor(topic, ASK).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        listener.onPartitionsAssigned(all);
    }
}
