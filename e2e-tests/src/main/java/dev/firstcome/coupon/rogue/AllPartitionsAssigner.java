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
 * Replaces each subscription to the coupon request log with a manual assignment of all partitions. The consumer thereby
 * becomes a zombie issuer, whatever partitions the group assigns to other members.
 */
@Component
class AllPartitionsAssigner implements BeanPostProcessor {
    private static final List<String> REQUEST_LOG = List.of("coupon.requests");
    private static final Duration LOOKUP_TIMEOUT = Duration.ofSeconds(5);

    @Override
    public Object postProcessAfterInitialization(Object bean, String name) {
        if (bean instanceof ConsumerFactory<?, ?> consumers) {
            intercept(consumers);
        }
        return bean;
    }

    private static <K, V> void intercept(ConsumerFactory<K, V> consumers) {
        consumers.addPostProcessor(AllPartitionsAssigner::interceptSubscribe);
    }

    @SuppressWarnings("unchecked") // the proxy implements the same interface
    private static <K, V> Consumer<K, V> interceptSubscribe(Consumer<K, V> consumer) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("subscribe") && arguments.length == 2 && REQUEST_LOG.equals(arguments[0])) {
                assignAll(consumer, (ConsumerRebalanceListener) arguments[1]);
                return null;
            }
            try {
                return method.invoke(consumer, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        };
        ClassLoader loader = AllPartitionsAssigner.class.getClassLoader();
        return (Consumer<K, V>) Proxy.newProxyInstance(loader, new Class<?>[] {Consumer.class}, handler);
    }

    private static void assignAll(Consumer<?, ?> consumer, ConsumerRebalanceListener listener) {
        Collection<TopicPartition> all = REQUEST_LOG.stream()
                .flatMap(topic -> consumer.partitionsFor(topic, LOOKUP_TIMEOUT).stream())
                .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                .toList();
        consumer.assign(all);
        listener.onPartitionsAssigned(all);
    }
}
