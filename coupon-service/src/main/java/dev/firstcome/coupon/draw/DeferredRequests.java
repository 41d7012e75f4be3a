package dev.firstcome.coupon.draw;

import dev.firstcome.coupon.partitionstate.DeferredRequest;
import java.util.List;

/** The deferred requests that one record decides, in the order of their decision. */
public interface DeferredRequests {
    /** Returns the requests from {@code first} to {@code last}, both inclusive and counted from 1. */
    List<DeferredRequest> between(long first, long last);
}
