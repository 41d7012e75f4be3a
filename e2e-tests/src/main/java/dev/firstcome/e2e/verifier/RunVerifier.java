package dev.firstcome.e2e.verifier;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Says of each invariant whether it held. Pure: the same evidence gives the same verdicts. What clients saw and what was
 * published is judged for the given campaigns; states, wallets, positions and dead letters for the whole log.
 */
public final class RunVerifier {
    private RunVerifier() {}

    /** The verdicts of a run in which every invariant had something to look at. */
    public static List<Verdict> verdicts(Evidence evidence, Set<UUID> campaigns) {
        return verdicts(evidence, campaigns, EnumSet.noneOf(Invariant.class));
    }

    /**
     * The verdicts, in the order of the invariants.
     *
     * @param mayBeEmpty invariants that have nothing to look at in this run, and so hold if there is nothing
     */
    public static List<Verdict> verdicts(Evidence evidence, Set<UUID> campaigns, Set<Invariant> mayBeEmpty) {
        var reading = new Reading(evidence, Set.copyOf(campaigns));
        var verdicts = new ArrayList<Verdict>();
        for (Invariant invariant : Invariant.ofCoupons()) {
            var inquiry = new InvariantCheck(invariant);
            check(invariant, reading).accept(inquiry);
            verdicts.add(inquiry.verdict(mayBeEmpty.contains(invariant)));
        }
        return List.copyOf(verdicts);
    }

    private static Consumer<InvariantCheck> check(Invariant invariant, Reading reading) {
        var issued = new IssuedChecks(reading);
        var outcomes = new OutcomeChecks(reading);
        var clients = new ClientChecks(reading);
        var states = new StateChecks(reading);
        return switch (invariant) {
            case C1 -> issued::withinStock;
            case C2 -> issued::withinTheLimit;
            case C3 -> issued::gapFree;
            case C4 -> issued::inLogOrder;
            case C5 -> outcomes::asTheModelSays;
            case C6 -> outcomes::acceptedOnceAndAnswered;
            case C7 -> clients::neverBack;
            case C8 -> clients::toldIssuedIsIssued;
            case C9 -> states::liveIsFoldIsWallet;
            case C10 -> states::allIsDone;
            case C11 -> states::deadLettersAreInvalid;
            case C12 -> issued::nothingAfterTheLast;
            case C13 -> clients::earlierIsBefore;
            case E1, E2, E3, E4, E5, P1, P2, P3, P4, P5, P6, P7 ->
                throw new IllegalStateException(invariant + " is not about coupons");
        };
    }
}
