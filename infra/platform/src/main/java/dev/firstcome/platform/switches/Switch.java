package dev.firstcome.platform.switches;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A switch of the shop: its values are of one type. All of them are listed here, and each works: there is none without an
 * effect.
 */
public final class Switch<T> {
    /** New requests for coupons, and admissions to ask for them. Applies at once, without restart. Who asked before is served. */
    public static final Switch<Gate> COUPONS = of(
            "coupons",
            Gate.class,
            Gate.OPEN,
            "Whether new requests for coupons are taken; while CLOSED they get 503 COUPONS_CLOSED. Those in line are served.");

    /** All issuing at once. Applies at once, without restart. Requests are accepted, and keep their places in the log. */
    public static final Switch<Gate> COUPONS_ISSUING = of(
            "coupons.issuing",
            Gate.class,
            Gate.OPEN,
            "Whether requests for coupons are decided; while CLOSED they are accepted and wait in their order.");

    /** What pauses a campaign by itself. Applies at once, without restart. Only an operator resumes what was paused. */
    public static final Switch<AutoPause> COUPONS_AUTOPAUSE = of(
            "coupons.autopause",
            AutoPause.class,
            AutoPause.INVARIANTS,
            "What pauses the campaign that it concerns: nothing (OFF), a broken invariant (INVARIANTS), or that and any"
                    + " anomaly (ANOMALIES).");

    /** New payments. Applies at once, without restart. What is under way is finished; refunds and reads go on. */
    public static final Switch<Gate> PAYMENTS = of(
            "payments",
            Gate.class,
            Gate.OPEN,
            "Whether new payments are taken; while CLOSED they get 503 PAYMENTS_CLOSED. Those under way are finished.");

    public static final List<Switch<?>> ALL = List.of(COUPONS, COUPONS_ISSUING, COUPONS_AUTOPAUSE, PAYMENTS);

    private final String name;
    private final Class<T> type;
    private final T byDefault;
    private final String effect;

    private Switch(String name, Class<T> type, T byDefault, String effect) {
        this.name = name;
        this.type = type;
        this.byDefault = byDefault;
        this.effect = effect;
    }

    private static <E extends Enum<E>> Switch<E> of(String name, Class<E> type, E byDefault, String effect) {
        return new Switch<>(name, type, byDefault, effect);
    }

    public static Optional<Switch<?>> named(String name) {
        return ALL.stream().filter(known -> known.name.equals(name)).findFirst();
    }

    public String name() {
        return name;
    }

    /** What it is while nobody has set it. */
    public T byDefault() {
        return byDefault;
    }

    /** What it does, in a sentence for operators. */
    public String effect() {
        return effect;
    }

    /** All that it can be, as it is written. */
    public List<String> values() {
        return Arrays.stream(type.getEnumConstants()).map(Object::toString).toList();
    }

    /** Reads a value as a record or a call holds it; nothing if it is not one of this switch's. */
    public Optional<T> read(@Nullable Object written) {
        return Arrays.stream(type.getEnumConstants())
                .filter(value -> value.toString().equals(written))
                .findFirst();
    }
}
