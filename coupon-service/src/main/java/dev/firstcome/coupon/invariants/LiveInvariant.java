package dev.firstcome.coupon.invariants;

/** The invariants that are checked continuously, as a subset of those that hold after every run. */
public enum LiveInvariant {
    C1("no more coupons are issued than the stock"),
    C2("no user has more requested coupons of a campaign than its limit"),
    C3("sequences have no gaps and no duplicates"),
    C4("sequences follow the order of the log"),
    C8("a user whose request is ISSUED has the coupon (checked by sampling)"),
    C12("no coupon is issued after the campaign is sold out");

    private final String sentence;

    LiveInvariant(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
