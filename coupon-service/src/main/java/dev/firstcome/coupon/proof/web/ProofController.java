package dev.firstcome.coupon.proof.web;

import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.coupon.campaign.Campaign;
import dev.firstcome.coupon.campaign.Campaigns;
import dev.firstcome.coupon.proof.ProofKeys;
import dev.firstcome.coupon.proof.SignedBlocks;
import dev.firstcome.platform.problems.ProblemException;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Returns signed blocks and public keys. Public, because they contain no personal data. */
@RestController
@Tag(name = "Proofs")
class ProofController {
    private static final int PAGE_MAX = 200;

    private final Campaigns campaigns;
    private final SignedBlocks signed;
    private final ProofKeys keys;

    ProofController(Campaigns campaigns, SignedBlocks signed, ProofKeys keys) {
        this.campaigns = campaigns;
        this.signed = signed;
        this.keys = keys;
    }

    /**
     * Signed blocks of a campaign's partition.
     *
     * @param firstUnsigned the first offset that is not in a signed block
     * @param nextCursor null on the last page
     */
    record ProofPage(
            int partition,
            int blockSize,
            long firstUnsigned,
            List<ProofBlock> items,
            @Nullable Long nextCursor) {}

    /** @param publicKey Ed25519 in X.509 form, as PEM */
    record KeyBody(String keyId, String publicKey) {}

    record KeysBody(List<KeyBody> items) {}

    /** {@code from} and {@code to} are inclusive log offsets. The cursor is a block number. */
    @GetMapping("/api/campaigns/{campaignId}/proof")
    @Operation(
            operationId = "listProofs",
            summary = "The signed blocks of a campaign's partition, by offsets of the log")
    ProofPage proof(
            @PathVariable UUID campaignId,
            @RequestParam(defaultValue = "0") long from,
            @RequestParam(required = false) @Nullable Long to,
            @RequestParam(required = false) @Nullable Long cursor,
            @RequestParam(defaultValue = "50") int limit) {
        int partition = campaigns.find(campaignId).map(Campaign::partition).orElseThrow(ProblemException::notFound);
        check(from, to, cursor, limit);
        long last = to == null ? Long.MAX_VALUE : to;
        long first = cursor == null ? from / ProofBlock.SIZE : cursor;
        List<ProofBlock> found = signed.from(partition, first, limit + 1).stream()
                .filter(block -> block.firstOffset() <= last)
                .toList();
        List<ProofBlock> page = found.subList(0, Math.min(limit, found.size()));
        Long next = found.size() > limit ? page.getLast().block() + 1 : null;
        return new ProofPage(partition, ProofBlock.SIZE, signed.firstUnsigned(partition), page, next);
    }

    private static void check(long from, @Nullable Long to, @Nullable Long cursor, int limit) {
        if (from < 0) {
            throw ProblemException.invalid("from", "not below 0");
        }
        if (to != null && to < from) {
            throw ProblemException.invalid("to", "not below from");
        }
        if (cursor != null && cursor < 0) {
            throw ProblemException.invalid("cursor", "the nextCursor of the previous page");
        }
        if (limit < 1 || limit > PAGE_MAX) {
            throw ProblemException.invalid("limit", "1 to " + PAGE_MAX);
        }
    }

    @GetMapping("/api/proof-keys")
    @Operation(operationId = "listProofKeys", summary = "The public keys that verify receipts and signed blocks")
    KeysBody keys() {
        return new KeysBody(keys.all().entrySet().stream()
                .map(key -> new KeyBody(key.getKey(), pem(key.getValue())))
                .toList());
    }

    private static String pem(byte[] encoded) {
        return "-----BEGIN PUBLIC KEY-----\n" + Base64.getEncoder().encodeToString(encoded)
                + "\n-----END PUBLIC KEY-----\n";
    }
}
