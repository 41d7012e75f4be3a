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

/** What an order costs: prices are the catalog's, what a coupon takes off is the wallet's, and neither is the client's. */
@Component
class Pricing {
    private final Products products;
    private final WalletCoupons coupons;

    Pricing(Products products, WalletCoupons coupons) {
        this.products = products;
        this.coupons = coupons;
    }

    /** An order with its price, or why it has none. */
    sealed interface Priced {
        record Terms(Payment.Terms terms) implements Priced {}

        record No(CheckoutRefusal refusal) implements Priced {}
    }

    /** @throws dev.firstcome.payment.shop.ShopAway where the catalog or the wallet does not answer */
    Priced price(Order order) {
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
                return new Priced.No(new CheckoutRefusal.UnknownProduct(line.productId()));
            }
            if (product.stock() < line.quantity()) {
                return new Priced.No(new CheckoutRefusal.OutOfStock(line.productId()));
            }
            if (currency != null && !currency.equals(product.price().currency())) {
                return new Priced.No(new CheckoutRefusal.CurrenciesDiffer());
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
            return new Priced.No(new CheckoutRefusal.TooMuch());
        }
        return less(order, new Money(amount, currency), items);
    }

    private Priced less(Order order, Money amount, List<Payment.Item> items) {
        UUID couponId = order.couponId();
        if (couponId == null) {
            return terms(order, amount, 0, items);
        }
        Optional<Coupon> coupon = coupons.find(order.userId(), couponId)
                .filter(Coupon::available)
                .filter(found -> found.discount().fits(amount.currency()));
        return coupon.map(found -> terms(order, amount, found.discount().off(amount), items))
                .orElseGet(() -> new Priced.No(new CheckoutRefusal.CouponNotAvailable(couponId)));
    }

    private static Priced terms(Order order, Money amount, long discount, List<Payment.Item> items) {
        Payment.Price price = new Payment.Price(amount.currency(), amount.amount(), discount);
        return new Priced.Terms(new Payment.Terms(price, order.couponId(), items, order.paymentMethod()));
    }
}
