package dev.firstcome.coupon.intake;

import dev.firstcome.contracts.coupon.log.IssueRequested;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.log.LogPosition;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.Watermarks;
import dev.firstcome.coupon.receipt.Receipt;
import dev.firstcome.coupon.receipt.ReceiptSigner;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/** Appends admitted requests to the log, and limits the number of requests whose results are not published yet. */
@Component
final class RequestAppender {
    private static final int SALT_BYTES = 16;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final RequestLog log;
    private final Watermarks watermarks;
    private final RequestIds requestIds;
    private final ReceiptSigner receipts;
    private final IntakeProperties properties;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /** By partition, the greatest offset that this process appended. */
    private final Map<Integer, Long> appended = new ConcurrentHashMap<>();

    RequestAppender(
            RequestLog log,
            Watermarks watermarks,
            RequestIds requestIds,
            ReceiptSigner receipts,
            IntakeProperties properties,
            Clock clock) {
        this.log = log;
        this.watermarks = watermarks;
        this.requestIds = requestIds;
        this.receipts = receipts;
        this.properties = properties;
        this.clock = clock;
    }

    /** @param admission the id of the verified admission; it is also the client id if the request has none */
    IntakeResult append(Campaign campaign, CouponIntake.Request request, UUID admission) {
        int partition = campaign.partition();
        long lag = appended.getOrDefault(partition, 0L) - watermarks.published(partition);
        if (lag > properties.lagMax()) {
            return new IntakeResult.QueueFull();
        }
        IssueRequested record = new IssueRequested(
                campaign.id(),
                request.userId(),
                request.clientId() == null ? admission.toString() : request.clientId(),
                campaign.terms().segments().isEmpty()
                        ? List.of()
                        : request.caller().segments(),
                admission,
                salt(),
                clock.instant());
        LogPosition position = log.append(partition, record);
        appended.merge(partition, position.offset(), Math::max);
        return new IntakeResult.Accepted(
                requestIds.of(position, campaign.id(), request.userId()),
                QueuePosition.of(
                        position.offset(), watermarks.published(partition), watermarks.ratePerSecond(partition)),
                receipts.sign(receipt(position, record)).orElse(null));
    }

    private Receipt receipt(LogPosition position, IssueRequested record) {
        return new Receipt(
                position.partition(),
                position.offset(),
                record.campaignId(),
                record.userId(),
                record.intakeTime(),
                log.topicId(),
                record.salt());
    }

    private String salt() {
        byte[] salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return BASE64.encodeToString(salt);
    }
}
