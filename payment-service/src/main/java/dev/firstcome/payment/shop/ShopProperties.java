package dev.firstcome.payment.shop;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Addresses and limits of calls to the catalog and the wallet. Changes take effect after a restart.
 *
 * @param catalogService base URLs of the instances of catalog-service
 * @param couponService base URLs of the instances of coupon-service
 * @param connectTimeout time limit of a connection
 * @param answerTimeout time limit of a response; a checkout request waits for up to two responses
 * @param pricesKeptFor how long prices are cached, which bounds the delay of a price change
 * @param atOnce maximum number of concurrent calls for each service and shard, separately for pricing and for
 *     reservations; excess calls wait for a permit, at most for the response time limit
 */
@ConfigurationProperties("payment.shop")
public record ShopProperties(
        List<URI> catalogService,
        List<URI> couponService,
        @DefaultValue("1s") Duration connectTimeout,
        @DefaultValue("1500ms") Duration answerTimeout,
        @DefaultValue("1s") Duration pricesKeptFor,
        @DefaultValue("32") int atOnce) {}
