package dev.firstcome.coupon.campaign.store;

import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Discount;
import jakarta.persistence.Column;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A row of the table {@code campaign}. The definition never changes; an update announces the campaign. */
@Entity
@Table(name = "campaign")
@SuppressWarnings("unused") // Hibernate reads all fields
class CampaignEntity {
    @EmbeddedId
    private CampaignKey id;

    @Column(updatable = false)
    private int partition;

    @Column(updatable = false)
    private String name;

    @Column(updatable = false)
    private long stock;

    @Column(updatable = false)
    private int perUserLimit;

    @Column(updatable = false)
    @JdbcTypeCode(SqlTypes.ARRAY)
    private String[] segments;

    @Column(updatable = false)
    private @Nullable Instant drawFrom;

    @Column(updatable = false)
    private @Nullable String seedHash;

    @Column(updatable = false)
    private Instant opensAt;

    @Column(updatable = false)
    private Instant closesAt;

    @Column(updatable = false)
    @Enumerated(EnumType.STRING)
    private Discount.Type discountType;

    @Column(updatable = false)
    private @Nullable Long discountAmount;

    @Column(updatable = false)
    private @Nullable String discountCurrency;

    @Column(updatable = false)
    private @Nullable Integer discountPercent;

    @Column(updatable = false)
    private int validityDays;

    @Column(updatable = false)
    private UUID createdBy;

    @Column(updatable = false)
    private String commandId;

    private boolean announced;

    @Version
    private long version;

    /** For Hibernate, which sets the fields. */
    protected CampaignEntity() {}

    CampaignEntity(Campaign campaign) {
        Campaign.Terms terms = campaign.terms();
        Discount discount = terms.discount();
        this.id = CampaignKey.of(campaign.id());
        this.partition = campaign.partition();
        this.name = terms.name();
        this.stock = terms.stock();
        this.perUserLimit = terms.perUserLimit();
        this.segments = terms.segments().toArray(String[]::new);
        this.drawFrom = terms.drawFrom();
        this.seedHash = campaign.seedHash();
        this.opensAt = terms.opensAt();
        this.closesAt = terms.closesAt();
        this.discountType = discount.type();
        this.discountAmount = discount.amount();
        this.discountCurrency = discount.currency();
        this.discountPercent = discount.percent();
        this.validityDays = terms.validityDays();
        this.createdBy = campaign.createdBy();
        this.commandId = campaign.commandId();
    }

    boolean isAnnounced() {
        return announced;
    }

    void announce() {
        announced = true;
    }

    long version() {
        return version;
    }

    Campaign toCampaign() {
        Discount discount = new Discount(discountType, discountAmount, discountCurrency, discountPercent);
        Campaign.Terms terms = new Campaign.Terms(
                name, stock, perUserLimit, List.of(segments), drawFrom, opensAt, closesAt, discount, validityDays);
        return new Campaign(id.campaignId(), partition, terms, createdBy, commandId, seedHash);
    }
}
