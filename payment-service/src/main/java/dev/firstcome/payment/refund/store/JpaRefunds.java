package dev.firstcome.payment.refund.store;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toList;

import dev.firstcome.contracts.payment.RefundState;
import dev.firstcome.payment.payment.PaymentRefunds;
import dev.firstcome.payment.refund.Refund;
import dev.firstcome.payment.refund.Refunds;
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
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Refunds in the shards of their payments. Methods marked MANDATORY join the caller's transaction. */
@Repository
class JpaRefunds implements Refunds, PaymentRefunds {
    private final Shards shards;
    private final EntityStore entities;
    private final RefundStatements statements;

    JpaRefunds(Shards shards, EntityStore entities, RefundStatements statements) {
        this.shards = shards;
        this.entities = entities;
        this.statements = statements;
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public void add(UUID refundId, UUID paymentId, long amount, Duration dueIn, Instant at) {
        RefundKey id = RefundKey.of(paymentId, refundId);
        statements.addHistory(id, 1, null, RefundState.REQUESTED, at);
        entities.insert(new RefundEntity(id, amount, dueIn, at));
    }

    @Override
    public Optional<Refund> find(UUID paymentId, UUID refundId) {
        return shards.transact(
                        BucketedIds.bucketOf(paymentId),
                        () -> entities.find(RefundEntity.class, RefundKey.of(paymentId, refundId)))
                .map(RefundEntity::toRefund);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public int count(UUID paymentId) {
        return statements.count(paymentId);
    }

    @Override
    @Transactional(propagation = Propagation.MANDATORY)
    public Refund apply(Refund refund, RefundTransition transition, Instant at) {
        RefundEntity entity = new RefundEntity(refund);
        entity.apply(transition, at);
        RefundState next = transition.state();
        if (next != null) {
            RefundKey id = RefundKey.of(refund.paymentId(), refund.id());
            statements.addHistory(id, refund.step() + 1, refund.state(), next, at);
        }
        entities.update(entity);
        return entity.toRefund();
    }

    @Override
    public List<Refund> due(String shard, int limit) {
        return shards.transactOn(shard, () -> statements.due(limit));
    }

    @Override
    public List<RefundSummary> ofPayment(UUID paymentId) {
        return shards.transact(BucketedIds.bucketOf(paymentId), () -> statements.ofPayment(paymentId)).stream()
                .map(JpaRefunds::summary)
                .toList();
    }

    @Override
    public Map<UUID, List<RefundSummary>> ofPayments(String shard, Collection<UUID> paymentIds) {
        return shards.readOn(shard, () -> statements.ofPayments(paymentIds)).stream()
                .collect(groupingBy(Refund::paymentId, mapping(JpaRefunds::summary, toList())));
    }

    private static RefundSummary summary(Refund refund) {
        return new RefundSummary(refund.id(), refund.state(), refund.amount(), refund.createdAt(), refund.changedAt());
    }
}
