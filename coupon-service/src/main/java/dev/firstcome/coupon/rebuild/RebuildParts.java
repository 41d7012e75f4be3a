package dev.firstcome.coupon.rebuild;

import dev.firstcome.coupon.fold.ShadowStates;
import dev.firstcome.coupon.issuing.IssuerLoad;
import dev.firstcome.coupon.issuing.Issuers;
import dev.firstcome.coupon.issuing.IssuingParts;
import dev.firstcome.coupon.log.LogReaders;
import org.springframework.stereotype.Component;

/** What every rebuild works with. */
@Component
record RebuildParts(
        RebuildProperties properties,
        IssuingParts issuing,
        Issuers issuers,
        IssuerLoad load,
        ShadowStates shadows,
        LogReaders logs,
        ToldResults told,
        Rebuilds rebuilds) {}
