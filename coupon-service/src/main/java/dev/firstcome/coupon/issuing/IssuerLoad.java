package dev.firstcome.coupon.issuing;

/** How busy this process's issuers are. */
public interface IssuerLoad {
    /** Whether records of the log were read that no issuer has begun to decide. */
    boolean isBehind();
}
