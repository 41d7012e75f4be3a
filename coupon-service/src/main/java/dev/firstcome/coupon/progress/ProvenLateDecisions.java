package dev.firstcome.coupon.progress;

import dev.firstcome.coupon.fold.FoldView;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** By the live state and the signed blocks. */
@Component
class ProvenLateDecisions implements LateDecisions {
    private final PublishedFold fold;
    private final ProofProgress proofs;

    ProvenLateDecisions(PublishedFold fold, ProofProgress proofs) {
        this.fold = fold;
        this.proofs = proofs;
    }

    @Override
    public boolean areProved(int partition, UUID campaignId) {
        FoldView.CampaignFold campaign =
                fold.look(partition, -1, campaignId, null).campaign();
        return campaign == null
                || campaign.fanOuts().isEmpty()
                || campaign.fanOuts().getLast() < proofs.firstUnsigned(partition);
    }
}
