package dev.firstcome.coupon.proof;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.progress.ProofProgress;
import org.springframework.stereotype.Component;

/** How far the signed blocks reach, as far as they were heard of here. */
@Component
final class SignedProgress implements ProofProgress {
    private final SignedBlocks signed;

    SignedProgress(SignedBlocks signed) {
        this.signed = signed;
    }

    @Override
    public long firstUnsigned(int partition) {
        return signed.latest(partition).map(ProofBlock::lastOffset).orElse(-1L) + 1;
    }
}
