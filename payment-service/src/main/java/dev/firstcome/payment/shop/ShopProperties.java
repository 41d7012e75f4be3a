package dev.firstcome.payment.shop;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the services are that payments need. Takes effect at the start of the process.
 *
 * @param catalogService instances of catalog-service
 * @param couponService instances of coupon-service
 * @param connectTimeout how long a connection may take
 * @param answerTimeout how long an answer may take; a client of the checkout waits for two of them
 * @param pricesKeptFor how long a price is used without asking again: so late a change of a price counts at most
 * @param atOnce calls of one service at the same time about what one shard holds, for orders and again for what was ordered;
 *     more wait for their turn, no longer than an answer may take
 */
@ConfigurationProperties("payment.shop")
public record ShopProperties(
        List<URI> catalogService,
        List<URI> couponService,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("1500ms") Duration answerTimeout,
        @DefaultValue("1s") Duration pricesKeptFor,
        @DefaultValue("32") int atOnce) {}
