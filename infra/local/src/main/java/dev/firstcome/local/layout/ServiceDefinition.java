package dev.firstcome.local.layout;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A service of the platform. Its module has the same name.
 *
 * @param database the service's database on every shard, if it has one
 */
public record ServiceDefinition(
        String name,
        String mainClass,
        int heapMiB,
        @Nullable String database) {
    public static final String USER = "user-service";
    public static final String CATALOG = "catalog-service";
    public static final String COUPON = "coupon-service";
    public static final String PAYMENT = "payment-service";
    public static final String GATEWAY = "gateway-service";

    /** All services, in the order in which clients need them. The gateway is the last. */
    public static final List<ServiceDefinition> ALL = List.of(
            new ServiceDefinition(USER, "dev.firstcome.user.UserApplication", 192, "users"),
            new ServiceDefinition(COUPON, "dev.firstcome.coupon.CouponApplication", 384, "coupon"),
            new ServiceDefinition(CATALOG, "dev.firstcome.catalog.CatalogApplication", 192, "catalog"),
            new ServiceDefinition(PAYMENT, "dev.firstcome.payment.PaymentApplication", 192, "payment"),
            new ServiceDefinition(GATEWAY, "dev.firstcome.gateway.GatewayApplication", 320, null));

    public static ServiceDefinition named(String name) {
        return ALL.stream()
                .filter(service -> service.name().equals(name))
                .findFirst()
                .orElseThrow(() -> LocalPlatformException.wrongUse("No service is called " + name + ". The services: "
                        + String.join(
                                ", ", ALL.stream().map(ServiceDefinition::name).toList())));
    }

    /** The name of the health port in the table of ports. */
    public String healthPortName() {
        return name.equals(GATEWAY) ? "gateway-service-management" : name;
    }

    /** The database role of the service. */
    public String role() {
        return name.replace('-', '_');
    }
}
