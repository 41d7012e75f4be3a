package dev.firstcome.payment.payment.store;

import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.payment.PaymentTransition;
import dev.firstcome.payment.payment.Payments;
import dev.firstcome.platform.entities.EntityStore;
import dev.firstcome.platform.ids.BucketedIds;
import dev.firstcome.platform.shards.Shards;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Payments in the shards of their users. Methods marked MANDATORY join the caller's transaction. */
@Repository
class JpaPayments implements Payments {
    private final Shards shards;
    private final EntityStore entities;
    private final PaymentStatements statements;

    JpaPayments(Shards shards, EntityStore entities, PaymentStatements statements) {
        this.shards = shards;
        this.entities = entities;
        this.statements = statements;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void lockUser(UUID userId) {
        statements.lockUser(userId);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<UUID> findDuplicate(UUID userId, byte[] basket, Duration youngerThan) {
        return statements.findDuplicate(userId, basket, youngerThan);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Payment add(NewPayment payment, Instant at) {
        PaymentEntity added = new PaymentEntity(payment, at);
        entities.insert(added);
        return added.toPayment();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Optional<Payment> lock(UUID id) {
        return entities.lock(PaymentEntity.class, PaymentKey.of(id)).map(PaymentEntity::toPayment);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Payment apply(Payment locked, PaymentTransition transition, Instant at) {
        PaymentEntity changed = new PaymentEntity(locked);
        changed.apply(transition, at);
        if (transition.path().isEmpty()) {
            statements.reschedule(locked, transition);
        } else {
            entities.update(changed);
        }
        return changed.toPayment();
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Payment addRefunded(Payment locked, long amount) {
        PaymentEntity changed = new PaymentEntity(locked);
        changed.addRefunded(amount);
        entities.update(changed);
        return changed.toPayment();
    }

    @Override
    public boolean storeIntentId(UUID id, int attempt, String intentId) {
        return shards.transact(BucketedIds.bucketOf(id), () -> statements.storeIntentId(id, attempt, intentId));
    }

    @Override
    public Optional<Payment> find(UUID id) {
        return shards.read(BucketedIds.bucketOf(id), () -> entities.find(PaymentEntity.class, PaymentKey.of(id)))
                .map(PaymentEntity::toPayment);
    }

    @Override
    public List<Payment> findAll(String shard, Collection<UUID> ids) {
        return shards.readOn(shard, () -> statements.findAll(ids));
    }

    @Override
    public Map<UUID, Long> versions(String shard, Collection<UUID> ids) {
        return shards.readOn(shard, () -> statements.versions(ids));
    }

    @Override
    public Map<UUID, List<HistoryEntry>> histories(String shard, Collection<UUID> ids) {
        return shards.readOn(shard, () -> statements.histories(ids));
    }

    @Override
    public List<Payment> captured(String shard, Instant from, Instant to, @Nullable Payment after, int limit) {
        return shards.readOn(shard, () -> statements.captured(from, to, after, limit));
    }

    @Override
    public List<Payment> page(UUID userId, @Nullable UUID before, int limit) {
        return shards.read(BucketedIds.bucketOf(userId), () -> statements.page(userId, before, limit));
    }

    @Override
    public List<HistoryEntry> history(UUID id) {
        return shards.read(BucketedIds.bucketOf(id), () -> statements.history(id));
    }

    @Override
    public List<Payment> due(String shard, int limit) {
        return shards.transactOn(shard, () -> statements.due(limit));
    }
}
