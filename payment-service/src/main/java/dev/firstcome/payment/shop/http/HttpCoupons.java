package dev.firstcome.payment.shop.http;

import dev.firstcome.payment.money.Discount;
import dev.firstcome.payment.shop.DownstreamUnavailableException;
import dev.firstcome.payment.shop.WalletCoupons;
import dev.firstcome.payment.shop.http.ServiceClient.ServiceResponse;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Coupons through the wallet's internal HTTP API. */
final class HttpCoupons implements WalletCoupons {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ServiceClient wallet;
    private final ServiceClient reservations;

    /** @param reservations a separate client of the same service, so reservations do not delay new orders */
    HttpCoupons(ServiceClient wallet, ServiceClient reservations) {
        this.wallet = wallet;
        this.reservations = reservations;
    }

    @Override
    public Optional<Coupon> find(UUID userId, UUID couponId) {
        ServiceResponse response = wallet.get(userId, "/internal/coupons/%s?userId=%s".formatted(couponId, userId));
        return switch (response.status()) {
            case 200 -> Optional.of(coupon(couponId, response));
            case 404 -> Optional.empty();
            default -> throw wallet.unexpected(response);
        };
    }

    private static Coupon coupon(UUID couponId, ServiceResponse response) {
        try {
            Discount discount = JSON.treeToValue(response.body().path("discount"), Discount.class);
            return new Coupon(
                    couponId, response.body().path("state").asString("").equals("AVAILABLE"), discount);
        } catch (JacksonException unreadable) {
            throw new DownstreamUnavailableException(
                    "discount of coupon %s is unreadable".formatted(couponId), unreadable);
        }
    }

    @Override
    public CouponReservation reserve(UUID userId, UUID couponId, UUID paymentId) {
        ServiceResponse response = reservations.put(
                userId, "/internal/coupons/%s/reservations/%s?userId=%s".formatted(couponId, paymentId, userId));
        return switch (response.status()) {
            case 200 -> CouponReservation.RESERVED;
            case 404 -> CouponReservation.NOT_AVAILABLE;
            case 409 ->
                switch (response.code()) {
                    case "COUPON_NOT_AVAILABLE" -> CouponReservation.NOT_AVAILABLE;
                    case "RESERVATION_ENDED" -> CouponReservation.ENDED;
                    default -> throw reservations.unexpected(response);
                };
            default -> throw reservations.unexpected(response);
        };
    }
}
