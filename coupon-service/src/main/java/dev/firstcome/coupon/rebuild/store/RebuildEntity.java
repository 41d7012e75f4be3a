package dev.firstcome.coupon.rebuild.store;

import dev.firstcome.coupon.rebuild.Rebuild;
import dev.firstcome.coupon.rebuild.RebuildMode;
import dev.firstcome.coupon.rebuild.RebuildReport;
import dev.firstcome.coupon.rebuild.RebuildState;
import dev.firstcome.coupon.rebuild.WhatIfTerms;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code rebuild}. The request never changes; updates write the progress and the state. */
@Entity
@Table(name = "rebuild")
@SuppressWarnings("unused") // Hibernate reads all fields
class RebuildEntity {
    @EmbeddedId
    private RebuildKey id;

    @Column(updatable = false)
    private int partition;

    @Column(updatable = false)
    private @Nullable UUID campaignId;

    @Column(updatable = false)
    @Enumerated(EnumType.STRING)
    private RebuildMode mode;

    @Column(updatable = false)
    private @Nullable Integer rules;

    @Column(updatable = false)
    private @Nullable Long stock;

    @Column(updatable = false)
    private @Nullable Integer perUserLimit;

    @Column(updatable = false)
    private UUID operator;

    @Column(updatable = false)
    private String commandId;

    @Column(updatable = false)
    private Instant createdAt;

    @Enumerated(EnumType.STRING)
    private RebuildState state;

    private int attempt;
    private boolean cancelled;
    private @Nullable String failure;

    @JdbcTypeCode(SqlTypes.JSON)
    private RebuildReport report;

    private @Nullable Instant finishedAt;

    @Version
    private long version;

    /** For Hibernate, which sets the fields. */
    protected RebuildEntity() {}

    RebuildEntity(UUID id, Rebuild.Request request, Instant at) {
        WhatIfTerms whatIf = request.whatIf();
        this.id = RebuildKey.of(id);
        this.partition = request.partition();
        this.campaignId = request.campaignId();
        this.mode = request.mode();
        this.rules = whatIf.rules();
        this.stock = whatIf.stock();
        this.perUserLimit = whatIf.perUserLimit();
        this.operator = request.operator();
        this.commandId = request.commandId();
        this.createdAt = at;
        this.state = RebuildState.RUNNING;
        this.report = RebuildReport.notStarted();
    }

    boolean isRunning() {
        return state == RebuildState.RUNNING;
    }

    /** Whether the rebuild is running and this is its latest attempt. */
    boolean isCurrent(int number) {
        return isRunning() && attempt == number;
    }

    boolean isCancelled() {
        return cancelled;
    }

    void startAttempt() {
        attempt++;
    }

    void report(RebuildReport findings) {
        report = findings;
    }

    void cancel() {
        cancelled = true;
    }

    void finish(RebuildState end, @Nullable String code, RebuildReport findings, Instant at) {
        state = end;
        failure = code;
        report = findings;
        finishedAt = at;
    }

    long version() {
        return version;
    }

    Rebuild toRebuild() {
        Rebuild.Request request = new Rebuild.Request(
                partition, campaignId, mode, new WhatIfTerms(rules, stock, perUserLimit), operator, commandId);
        return new Rebuild(id.rebuildId(), request, createdAt, state, attempt, cancelled, failure, report, finishedAt);
    }
}
