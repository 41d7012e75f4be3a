package dev.firstcome.coupon.progress;

import dev.firstcome.coupon.partitionstate.StateView;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Compares the last decision on deferred requests in the live state with the signed blocks. */
@Component
class SignedBlockDecisionProofs implements DeferredDecisionProofs {
    private final PublishedState state;
    private final ProofProgress proofs;

    SignedBlockDecisionProofs(PublishedState state, ProofProgress proofs) {
        this.state = state;
        this.proofs = proofs;
    }

    @Override
    public boolean areProved(int partition, UUID campaignId) {
        StateView.CampaignView campaign =
                state.read(partition, -1, campaignId, null).campaign();
        return campaign == null
                || campaign.fanOuts().isEmpty()
                || campaign.fanOuts().getLast() < proofs.firstUnsigned(partition);
    }
}
