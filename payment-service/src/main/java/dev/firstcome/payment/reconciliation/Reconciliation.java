package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.provider.ProviderAway;
import dev.firstcome.payment.provider.ProviderUnclear;
import dev.firstcome.payment.reconciliation.Comparison.Finding;
import dev.firstcome.payment.reconciliation.Difference.Seen;
import dev.firstcome.payment.reconciliation.Differences.Noted;
import dev.firstcome.payment.reconciliation.Examination.Looked;
import dev.firstcome.payment.reconciliation.Scan.Scanned;
import dev.firstcome.payment.reconciliation.Scan.Suspect;
import dev.firstcome.platform.ids.Bucket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * A run's work. It looks at everything before it writes anything: where it cannot look at all of it, it changes nothing. What
 * an earlier run found is looked at again, whatever the time that this run is about, and is resolved only if it is seen to be
 * in order.
 */
@Component
class Reconciliation {
    private static final Logger log = LoggerFactory.getLogger(Reconciliation.class);

    private final Scan scan;
    private final Examination examination;
    private final Differences differences;
    private final Repairs repairs;
    private final ReconciliationMeters meters;

    Reconciliation(
            Scan scan, Examination examination, Differences differences, Repairs repairs, ReconciliationMeters meters) {
        this.scan = scan;
        this.examination = examination;
        this.differences = differences;
        this.repairs = repairs;
        this.meters = meters;
    }

    /**
     * @throws Pulse.Stopped where the run may not go on
     * @throws ProviderAway as
     * @throws ProviderUnclear does
     */
    Run.Tally carryOut(Run run, int lookUpsMax, Pulse pulse) {
        Scanned scanned = scan.scan(run.window(), pulse);
        Map<String, Suspect> suspects = new LinkedHashMap<>();
        scanned.suspects().forEach(one -> suspects.put(one.subject(), one));
        List<Difference> open = differences.open(lookUpsMax - suspects.size());
        open.stream()
                .map(Difference::seen)
                .forEach(seen -> suspects.putIfAbsent(seen.subject(), new Suspect(seen.intentId(), seen.paymentId())));
        Map<String, Looked> looked = new HashMap<>();
        suspects.forEach((subject, suspect) -> {
            looked.put(subject, pulse.patiently(() -> examination.look(suspect)));
        });
        pulse.renew();
        int resolved = resolve(open, looked);
        int found = 0;
        for (Looked one : looked.values()) {
            for (Finding finding : one.findings()) {
                pulse.beat();
                found++;
                resolved += keep(run, one, finding) ? 1 : 0;
            }
        }
        return new Run.Tally(scanned.intents(), scanned.payments(), found, resolved);
    }

    private int resolve(List<Difference> open, Map<String, Looked> looked) {
        int resolved = 0;
        for (Difference difference : open) {
            Looked now = looked.get(difference.seen().subject());
            boolean gone = now != null
                    && !now.inFlight()
                    && now.findings().stream()
                            .noneMatch(finding ->
                                    finding.type() == difference.seen().type());
            if (gone && differences.resolve(difference.id())) {
                resolved++;
            }
        }
        return resolved;
    }

    /** Tells whether it was put right at once. */
    private boolean keep(Run run, Looked looked, Finding finding) {
        Seen seen = new Seen(
                finding.type(),
                looked.suspect().intentId(),
                looked.suspect().paymentId(),
                looked.sides().describeHere(),
                looked.sides().describeThere());
        Sides.Here here = looked.sides().here();
        Bucket bucket = here == null ? Run.HOME : here.payment().bucket();
        Noted noted = differences.note(run.id(), bucket, seen);
        if (repairs.carryOut(finding.repairs())) {
            return differences.resolve(noted.differenceId());
        }
        // What was only begun is given until the next run.
        if (finding.repairs().isEmpty() || noted.wasOpen()) {
            meters.found(seen.type());
            log.error(
                    "{}: charge {} of payment {}: here {}; at the provider {}",
                    seen.type(),
                    seen.intentId(),
                    seen.paymentId(),
                    seen.here(),
                    seen.there());
        }
        return false;
    }
}
