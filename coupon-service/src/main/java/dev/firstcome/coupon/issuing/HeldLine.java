package dev.firstcome.coupon.issuing;

import dev.firstcome.coupon.fold.HeldRequest;
import java.util.List;

/** The held requests that one record decides, in the order in which it does. */
public interface HeldLine {
    /** Those from one place to another, both counted from 1. */
    List<HeldRequest> between(long first, long last);
}
