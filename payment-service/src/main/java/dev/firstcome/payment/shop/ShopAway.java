package dev.firstcome.payment.shop;

/** Another service of the shop gave no answer that says anything: it may be asked again. */
public final class ShopAway extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ShopAway(String what, Throwable cause) {
        super(what, cause);
    }

    public ShopAway(String what) {
        super(what);
    }
}
