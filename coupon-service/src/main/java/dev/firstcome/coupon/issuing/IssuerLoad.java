package dev.firstcome.coupon.issuing;

/** How busy this process's issuers are. */
public interface IssuerLoad {
    /** Whether records of the log were read that wait for an issuer which is at work on those before them. */
    boolean isBehind();
}
