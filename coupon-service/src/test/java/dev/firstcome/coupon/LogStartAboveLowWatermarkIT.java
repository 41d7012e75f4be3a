package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.log.LogTruncator;
import dev.firstcome.coupon.partitionstate.StateView;
import dev.firstcome.coupon.progress.PublishedState;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.local.SharedInfrastructure;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.testsupport.StallRetry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

/**
 * The recovery after the deletion of records that a recovery needs: the partition stops, reports the required operator
 * action, and continues after the operator accepts the loss.
 */
class LogStartAboveLowWatermarkIT {
    private static final long ALL_RECORDS = 1;

    private String campaign = "";
    private int partition;
    private long start;
    private long time;

    @Test
    void aPartitionDecidesNothingUntilAnOperatorAcceptsTheLossOfRecords() throws Exception {
        try (CouponService service = CouponService.onRealInfrastructure()) {
            deleteRequiredRecords(service);
        }
        String request;
        UUID kim;
        try (CouponService service = CouponService.onRealInfrastructure()) {
            kim = service.ids.next();
            assertHealthNamesTheAction(service);
            long published = service.bean(Watermarks.class).published(partition);
            Answer accepted = service.request(campaign, kim, Map.of("X-Admission", service.admission(campaign, kim)));
            assertThat(accepted.status()).as("%s", accepted.body()).isEqualTo(202);
            request = accepted.header("Location");
            assertThat(service.get(request, service.tokens.of(kim)).text("state"))
                    .isEqualTo("WAITING");
            assertThat(service.bean(Watermarks.class).published(partition)).isEqualTo(published);
            acceptLoss(Objects.requireNonNull(service.bean(Watermarks.class).of(partition)));
        }
        try (CouponService service = CouponService.onRealInfrastructure()) {
            UUID user = kim;
            Answer decided = service.await(
                    () -> service.get(request, service.tokens.of(user)),
                    answer -> answer.text("state").equals("ISSUED"));
            assertThat(decided.body().path("sequence").asLong()).isEqualTo(2);
        }
    }

    /** Truncates the log with the permissions of the service, which no other principal has. */
    private void deleteRequiredRecords(CouponService service) {
        campaign = service.openCampaign(5);
        partition = service.bean(Campaigns.class)
                .find(UUID.fromString(campaign))
                .orElseThrow()
                .partition();
        assertThat(service.outcome(campaign, service.ids.next()).text("state")).isEqualTo("ISSUED");
        StateView.At view = StallRetry.get(
                () -> service.bean(PublishedState.class).read(partition, -1, UUID.fromString(campaign), null),
                at -> false);
        start = view.applied() + 1;
        time = view.timeMillis();
        service.await(() -> service.bean(Watermarks.class).published(partition) >= view.applied());
        StallRetry.run(() -> service.bean(LogTruncator.class)
                .truncate(partition, start, Clock.systemUTC().instant().plusSeconds(60), ALL_RECORDS));
        service.await(() -> TopicOffsets.startOf(Topics.COUPON_REQUESTS, partition) == start);
    }

    private void assertHealthNamesTheAction(CouponService service) {
        Answer health = service.await(
                () -> service.get("/actuator/health", service.operator()),
                seen -> issuer(seen).contains("above the low watermark"));
        assertThat(health.status()).isEqualTo(503);
        assertThat(issuer(health))
                .contains("the log starts at " + start + ", above the low watermark ")
                .contains("restore the topic", "coupon-service/README.md");
        assertThat(health.body()
                        .path("components")
                        .path("couponIssuer")
                        .path("status")
                        .asString())
                .isEqualTo("DOWN");
    }

    private String issuer(Answer health) {
        return health.body()
                .path("components")
                .path("couponIssuer")
                .path("details")
                .path("partition " + partition)
                .asString("");
    }

    /** Publishes a progress record with a new low watermark, as described in the README of the service. */
    private void acceptLoss(IssueProgress before) throws Exception {
        var progress = new IssueProgress(before.topicId(), partition, before.published(), before.epoch(), start, time);
        byte[] key = Integer.toString(partition).getBytes(StandardCharsets.UTF_8);
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>copyOf(SharedInfrastructure.get().kafka().settings("coupon-service")),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(Topics.COUPON_PROGRESS, 0, key, new EventCodec().write(progress)))
                    .get(60, TimeUnit.SECONDS);
        }
    }
}
