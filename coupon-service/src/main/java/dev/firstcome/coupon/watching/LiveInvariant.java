package dev.firstcome.coupon.watching;

/** What is checked all the time, of those that must hold after every run. */
public enum LiveInvariant {
    C1("no more coupons are issued than there are"),
    C2("no user has more requested coupons of a campaign than its limit"),
    C3("sequences run without gap or repetition"),
    C4("sequences follow the order of the log"),
    C8("whoever is told ISSUED has the coupon: looked at in samples"),
    C12("after the last coupon nobody gets one");

    private final String sentence;

    LiveInvariant(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
