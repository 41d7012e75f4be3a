package dev.firstcome.payment.notice;

import dev.firstcome.payment.charge.PaymentWork;
import dev.firstcome.payment.refund.RefundSteps;
import org.springframework.stereotype.Component;

/** Who goes on when a notice has come. */
@Component
record NoticeFollowers(PaymentWork work, RefundSteps refunds) {}
