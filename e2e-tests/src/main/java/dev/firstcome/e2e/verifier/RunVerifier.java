package dev.firstcome.e2e.verifier;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Evaluates the coupon invariants of a run. Pure: the same evidence gives the same verdicts. Client observations and
 * results are verified for the given campaigns; states, wallets, progress and dead letters for the log of the evidence.
 */
public final class RunVerifier {
    private RunVerifier() {}

    /** Returns the verdicts of a run that must provide items for every invariant. */
    public static List<Verdict> verdicts(Evidence evidence, Set<UUID> campaigns) {
        return verdicts(evidence, campaigns, EnumSet.noneOf(Invariant.class));
    }

    /**
     * Returns the verdicts, in the order of the invariants.
     *
     * @param mayBeEmpty invariants that are VALID even if the run provides no items for them
     */
    public static List<Verdict> verdicts(Evidence evidence, Set<UUID> campaigns, Set<Invariant> mayBeEmpty) {
        var index = new EvidenceIndex(evidence, Set.copyOf(campaigns));
        var verdicts = new ArrayList<Verdict>();
        for (Invariant invariant : Invariant.ofCoupons()) {
            var check = new InvariantCheck(invariant);
            checkFor(invariant, index).accept(check);
            verdicts.add(check.verdict(mayBeEmpty.contains(invariant)));
        }
        return List.copyOf(verdicts);
    }

    private static Consumer<InvariantCheck> checkFor(Invariant invariant, EvidenceIndex index) {
        var issued = new IssuedChecks(index);
        var outcomes = new OutcomeChecks(index);
        var clients = new ClientChecks(index);
        var states = new StateChecks(index);
        return switch (invariant) {
            case C1 -> issued::checkStock;
            case C2 -> issued::checkUserLimit;
            case C3 -> issued::checkSequences;
            case C4 -> issued::checkLogOrder;
            case C5 -> outcomes::checkAgainstModel;
            case C6 -> outcomes::checkRequestOutcomes;
            case C7 -> clients::checkStatusStability;
            case C8 -> clients::checkIssuedStatuses;
            case C9 -> states::checkStateAndWallets;
            case C10 -> states::checkProgress;
            case C11 -> states::checkDeadLetters;
            case C12 -> issued::checkNoneAfterSoldOut;
            case C13 -> clients::checkAcceptanceOrder;
            case E1, E2, E3, E4, E5, P1, P2, P3, P4, P5, P6, P7 ->
                throw new IllegalStateException(invariant + " is not about coupons");
        };
    }
}
