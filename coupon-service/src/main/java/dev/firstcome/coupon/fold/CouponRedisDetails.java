package dev.firstcome.coupon.fold;

import java.util.List;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/** Where the coupon cluster is: some of its nodes, as host:port. A bean of this type goes before the properties. */
public interface CouponRedisDetails extends ConnectionDetails {
    List<String> nodes();
}
