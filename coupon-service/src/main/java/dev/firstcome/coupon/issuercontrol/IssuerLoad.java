package dev.firstcome.coupon.issuercontrol;

/** Reports whether the issuers of this process lag behind the log. */
public interface IssuerLoad {
    /** Whether a running issuer has a larger backlog than single polls cause. */
    boolean isBehind();
}
