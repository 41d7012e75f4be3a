package dev.firstcome.payment.checkout;

import dev.firstcome.payment.money.Money;
import dev.firstcome.payment.payment.Payment;
import dev.firstcome.payment.shop.Products;
import dev.firstcome.payment.shop.Products.Product;
import dev.firstcome.payment.shop.WalletCoupons;
import dev.firstcome.payment.shop.WalletCoupons.Coupon;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Prices orders with the catalog's prices and the wallet's discounts. Prices of the client are ignored. */
@Component
class OrderPricer {
    private final Products products;
    private final WalletCoupons coupons;

    OrderPricer(Products products, WalletCoupons coupons) {
        this.products = products;
        this.coupons = coupons;
    }

    /** The result of pricing an order. */
    sealed interface Result {
        record Priced(Payment.Terms terms) implements Result {}

        record Refused(CheckoutRefusal refusal) implements Result {}
    }

    /** @throws dev.firstcome.payment.shop.DownstreamUnavailableException if the catalog or the wallet is unavailable */
    Result price(Order order) {
        Map<UUID, Product> known = products
                .find(order.lines().stream().map(Order.Line::productId).toList())
                .stream()
                .collect(Collectors.toMap(Product::id, Function.identity()));
        List<Payment.Item> items = new ArrayList<>();
        long amount = 0;
        String currency = null;
        for (Order.Line line : order.lines()) {
            Product product = known.get(line.productId());
            if (product == null) {
                return new Result.Refused(new CheckoutRefusal.UnknownProduct(line.productId()));
            }
            if (product.stock() < line.quantity()) {
                return new Result.Refused(new CheckoutRefusal.OutOfStock(line.productId()));
            }
            if (currency != null && !currency.equals(product.price().currency())) {
                return new Result.Refused(new CheckoutRefusal.CurrenciesDiffer());
            }
            currency = product.price().currency();
            amount = Math.addExact(amount, Math.multiplyExact(product.price().amount(), (long) line.quantity()));
            items.add(new Payment.Item(
                    product.id(),
                    product.name(),
                    line.quantity(),
                    product.price().amount()));
        }
        if (currency == null || amount > Money.MAX) {
            return new Result.Refused(new CheckoutRefusal.TooMuch());
        }
        return applyCoupon(order, new Money(amount, currency), items);
    }

    private Result applyCoupon(Order order, Money amount, List<Payment.Item> items) {
        UUID couponId = order.couponId();
        if (couponId == null) {
            return priced(order, amount, 0, items);
        }
        Optional<Coupon> coupon = coupons.find(order.userId(), couponId)
                .filter(Coupon::available)
                .filter(found -> found.discount().appliesTo(amount.currency()));
        return coupon.map(found -> priced(order, amount, found.discount().amountFor(amount), items))
                .orElseGet(() -> new Result.Refused(new CheckoutRefusal.CouponNotAvailable(couponId)));
    }

    private static Result priced(Order order, Money amount, long discount, List<Payment.Item> items) {
        Payment.Price price = new Payment.Price(amount.currency(), amount.amount(), discount);
        return new Result.Priced(new Payment.Terms(price, order.couponId(), items, order.paymentMethod()));
    }
}
