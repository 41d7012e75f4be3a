package dev.firstcome.payment.reconciliation;

import dev.firstcome.payment.provider.ProviderUnavailableException;
import dev.firstcome.payment.provider.UnknownProviderOutcomeException;
import dev.firstcome.payment.reconciliation.Comparison.Finding;
import dev.firstcome.payment.reconciliation.Difference.Observation;
import dev.firstcome.payment.reconciliation.Differences.Stored;
import dev.firstcome.payment.reconciliation.ReconciliationScan.ScanResult;
import dev.firstcome.payment.reconciliation.ReconciliationScan.Suspect;
import dev.firstcome.payment.reconciliation.SuspectChecker.CheckResult;
import dev.firstcome.platform.ids.Bucket;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Executes a run. It checks every suspect before it writes anything, so a run that cannot check all of them changes
 * nothing. Open differences of earlier runs are checked again, even outside the window. They are resolved only if the
 * check finds no difference.
 */
@Component
class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);

    private final ReconciliationScan scan;
    private final SuspectChecker checker;
    private final Differences differences;
    private final RepairExecutor repairs;
    private final ReconciliationMeters meters;

    Reconciler(
            ReconciliationScan scan,
            SuspectChecker checker,
            Differences differences,
            RepairExecutor repairs,
            ReconciliationMeters meters) {
        this.scan = scan;
        this.checker = checker;
        this.differences = differences;
        this.repairs = repairs;
        this.meters = meters;
    }

    /**
     * Executes the run and returns its totals.
     *
     * @throws ReconciliationLease.ReconciliationStoppedException if the run must not continue
     * @throws ProviderUnavailableException if the provider was not called
     * @throws UnknownProviderOutcomeException if the provider's response is unclear
     */
    ReconciliationRun.Totals execute(ReconciliationRun run, int lookUpsMax, ReconciliationLease lease) {
        ScanResult scanned = scan.scan(run.window(), lease);
        Map<String, Suspect> suspects = new LinkedHashMap<>();
        scanned.suspects().forEach(suspect -> suspects.put(suspect.subject(), suspect));
        List<Difference> open = differences.open(lookUpsMax - suspects.size());
        open.stream()
                .map(Difference::observation)
                .forEach(observation -> suspects.putIfAbsent(
                        observation.subject(), new Suspect(observation.intentId(), observation.paymentId())));
        Map<String, CheckResult> results = new HashMap<>();
        suspects.forEach((subject, suspect) -> {
            results.put(subject, lease.callWithRetry(() -> checker.check(suspect)));
        });
        lease.renew();
        int resolved = resolve(open, results);
        int found = 0;
        for (CheckResult result : results.values()) {
            for (Finding finding : result.findings()) {
                lease.check();
                found++;
                resolved += save(run, result, finding) ? 1 : 0;
            }
        }
        return new ReconciliationRun.Totals(scanned.intents(), scanned.payments(), found, resolved);
    }

    private int resolve(List<Difference> open, Map<String, CheckResult> results) {
        int resolved = 0;
        for (Difference difference : open) {
            CheckResult result = results.get(difference.observation().subject());
            boolean disappeared = result != null
                    && !result.inFlight()
                    && result.findings().stream()
                            .noneMatch(finding ->
                                    finding.type() == difference.observation().type());
            if (disappeared && differences.resolve(difference.id())) {
                resolved++;
            }
        }
        return resolved;
    }

    /** Saves and repairs a difference; returns true if it is resolved already. */
    private boolean save(ReconciliationRun run, CheckResult result, Finding finding) {
        Observation observation = new Observation(
                finding.type(),
                result.suspect().intentId(),
                result.suspect().paymentId(),
                result.pair().describeLocal(),
                result.pair().describeRemote());
        ReconciliationPair.LocalPayment local = result.pair().local();
        Bucket bucket =
                local == null ? ReconciliationRun.BUCKET : local.payment().bucket();
        Stored stored = differences.save(run.id(), bucket, observation);
        if (repairs.execute(finding.repairs())) {
            return differences.resolve(stored.differenceId());
        }
        // A repair that is still in progress has time until the next run.
        if (finding.repairs().isEmpty() || stored.wasOpen()) {
            meters.countDifference(observation.type());
            log.error(
                    "reconciliation: {} of charge {}, payment {}: local {}; provider {}",
                    observation.type(),
                    observation.intentId(),
                    observation.paymentId(),
                    observation.local(),
                    observation.remote());
        }
        return false;
    }
}
