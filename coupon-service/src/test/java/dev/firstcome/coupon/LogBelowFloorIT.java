package dev.firstcome.coupon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.IssueProgress;
import dev.firstcome.coupon.CouponService.Answer;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.fold.FoldView;
import dev.firstcome.coupon.log.LogTrim;
import dev.firstcome.coupon.progress.PublishedFold;
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

/** Somebody deleted records that a recovery needs: the partition stops and says what to do, and goes on when that is done. */
class LogBelowFloorIT {
    private static final long ALL_OF_IT = 1;

    private String campaign = "";
    private int partition;
    private long start;
    private long time;

    @Test
    void aPartitionWhoseLogStartsAboveItsFloorDecidesNothingUntilAnOperatorGivesTheRecordsUp() throws Exception {
        try (CouponService service = CouponService.onRealInfrastructure()) {
            losesItsRecords(service);
        }
        String asked;
        UUID kim;
        try (CouponService service = CouponService.onRealInfrastructure()) {
            kim = service.ids.next();
            saysWhatToDo(service);
            long published = service.part(Watermarks.class).published(partition);
            Answer accepted = service.request(campaign, kim, Map.of("X-Admission", service.admission(campaign, kim)));
            assertThat(accepted.status()).as("%s", accepted.body()).isEqualTo(202);
            asked = accepted.header("Location");
            assertThat(service.get(asked, service.tokens.of(kim)).text("state")).isEqualTo("WAITING");
            assertThat(service.part(Watermarks.class).published(partition)).isEqualTo(published);
            giveThemUp(Objects.requireNonNull(service.part(Watermarks.class).of(partition)));
        }
        try (CouponService service = CouponService.onRealInfrastructure()) {
            UUID user = kim;
            Answer decided = service.await(
                    () -> service.get(asked, service.tokens.of(user)),
                    answer -> answer.text("state").equals("ISSUED"));
            assertThat(decided.body().path("sequence").asLong()).isEqualTo(2);
        }
    }

    /** By the service's own rights, which nobody else has, and as it does it itself with what nothing needs. */
    private void losesItsRecords(CouponService service) {
        campaign = service.openCampaign(5);
        partition = service.part(Campaigns.class)
                .find(UUID.fromString(campaign))
                .orElseThrow()
                .partition();
        assertThat(service.outcome(campaign, service.ids.next()).text("state")).isEqualTo("ISSUED");
        FoldView.At view = StallRetry.get(
                () -> service.part(PublishedFold.class).look(partition, -1, UUID.fromString(campaign), null),
                at -> false);
        start = view.applied() + 1;
        time = view.timeMillis();
        service.await(() -> service.part(Watermarks.class).published(partition) >= view.applied());
        StallRetry.run(() -> service.part(LogTrim.class)
                .trim(partition, start, Clock.systemUTC().instant().plusSeconds(60), ALL_OF_IT));
        service.await(() -> TopicEnds.startOf(Topics.COUPON_REQUESTS, partition) == start);
    }

    private void saysWhatToDo(CouponService service) {
        Answer health = service.await(
                () -> service.get("/actuator/health", service.operator()),
                seen -> issuer(seen).contains("above the floor"));
        assertThat(health.status()).isEqualTo(503);
        assertThat(issuer(health))
                .contains("the log starts at " + start + ", above the floor ")
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

    /** As the table in the service's README says. */
    private void giveThemUp(IssueProgress before) throws Exception {
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
