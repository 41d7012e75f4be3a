package dev.firstcome.coupon.fold;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/** Where the coupon cluster is, and as whom this service comes. A bean of this type goes before the properties. */
public interface CouponRedisDetails extends ConnectionDetails {
    /** Some of its nodes, as host:port. */
    List<String> nodes();

    /** None: the connection has no name, and the cluster must let it in without. */
    @Nullable
    String username();

    @Nullable
    String password();
}
