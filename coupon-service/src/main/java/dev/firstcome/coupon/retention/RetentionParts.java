package dev.firstcome.coupon.retention;

import dev.firstcome.coupon.fold.FoldRetention;
import dev.firstcome.coupon.log.LogTrim;
import dev.firstcome.coupon.log.RequestLog;
import dev.firstcome.coupon.progress.LateDecisions;
import dev.firstcome.coupon.progress.ProofProgress;
import dev.firstcome.coupon.progress.Watermarks;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** What the retention of every partition works with. */
@Component
public record RetentionParts(
        RetentionProperties properties,
        FoldRetention fold,
        RequestLog log,
        LogTrim trim,
        Watermarks watermarks,
        ProofProgress proofs,
        LateDecisions late,
        Clock clock) {}
