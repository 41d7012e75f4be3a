package dev.firstcome.coupon.issuing;

/** How busy this process's issuers are. */
public interface IssuerLoad {
    /** Whether more records of the log wait for a decision, which is being worked on, than come together by chance. */
    boolean isBehind();
}
