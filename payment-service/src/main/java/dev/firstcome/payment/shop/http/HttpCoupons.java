package dev.firstcome.payment.shop.http;

import dev.firstcome.payment.money.Discount;
import dev.firstcome.payment.shop.ShopAway;
import dev.firstcome.payment.shop.WalletCoupons;
import dev.firstcome.payment.shop.http.ServiceCalls.Answer;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The wallet's internal addresses. */
final class HttpCoupons implements WalletCoupons {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final ServiceCalls wallet;
    private final ServiceCalls reserving;

    /** @param reserving the same service: who orders now does not wait behind those who ordered before */
    HttpCoupons(ServiceCalls wallet, ServiceCalls reserving) {
        this.wallet = wallet;
        this.reserving = reserving;
    }

    @Override
    public Optional<Coupon> find(UUID userId, UUID couponId) {
        Answer answer = wallet.get(userId, "/internal/coupons/%s?userId=%s".formatted(couponId, userId));
        return switch (answer.status()) {
            case 200 -> Optional.of(coupon(couponId, answer));
            case 404 -> Optional.empty();
            default -> throw wallet.unexpected(answer);
        };
    }

    private static Coupon coupon(UUID couponId, Answer answer) {
        try {
            Discount discount = JSON.treeToValue(answer.body().path("discount"), Discount.class);
            return new Coupon(couponId, answer.body().path("state").asString("").equals("AVAILABLE"), discount);
        } catch (JacksonException unreadable) {
            throw new ShopAway("a coupon's discount cannot be read", unreadable);
        }
    }

    @Override
    public Reserved reserve(UUID userId, UUID couponId, UUID paymentId) {
        Answer answer = reserving.put(
                userId, "/internal/coupons/%s/reservations/%s?userId=%s".formatted(couponId, paymentId, userId));
        return switch (answer.status()) {
            case 200 -> Reserved.DONE;
            case 404 -> Reserved.NOT_AVAILABLE;
            case 409 ->
                switch (answer.code()) {
                    case "COUPON_NOT_AVAILABLE" -> Reserved.NOT_AVAILABLE;
                    case "RESERVATION_ENDED" -> Reserved.ENDED;
                    default -> throw reserving.unexpected(answer);
                };
            default -> throw reserving.unexpected(answer);
        };
    }
}
