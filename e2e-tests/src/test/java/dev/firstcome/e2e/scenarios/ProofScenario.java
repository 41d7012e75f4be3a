package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.verifier.LogPosition;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.proof.ExportFolder;
import dev.firstcome.model.proof.ProofReport;
import dev.firstcome.model.proof.ProofVerifier;
import dev.firstcome.model.proof.PublicKeys;
import dev.firstcome.model.random.Seeds;
import dev.firstcome.testsupport.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Every block of the log is signed once, also across a pause and a service kill. Every receipt is verified over HTTP
 * and with the exported files alone. The verifier rejects changed files.
 */
@CoreSet
@ExtendWith(SharedPlatformExtension.class)
class ProofScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    /** A receipt with the log offset and the final status of its request. */
    private record ReceiptedRequest(String receipt, long offset, Answer status) {}

    @Test
    void everyBlockIsSignedOnceAndEveryReceiptIsVerified(SharedPlatform shop) throws Exception {
        SplittableRandom random = new SplittableRandom(Seeds.one());
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                ShopperGroup group = shop.signUpShoppers(4, Seeds.one())) {
            UUID campaign = shop.createCampaign(Duration.ofSeconds(1), "proved " + Seeds.text(Seeds.one()), 100_000);
            shop.operator().awaitOpen(campaign);
            List<ReceiptedRequest> requests = new ArrayList<>();
            Answer first = submit(group.shopper(0), campaign);
            LogPosition position =
                    LogPosition.ofRequest(first.text("requestId")).orElseThrow();
            topics.appendRequests(position.partition(), FillerRequests.requests(campaign, random, ProofBlock.SIZE / 2));
            shop.sendCommand(campaign, "pause");
            Answer second = submit(group.shopper(1), campaign);
            Answer third = submit(group.shopper(2), campaign);
            topics.appendRequests(
                    position.partition(), FillerRequests.requests(campaign, random, FillerRequests.USERS));
            shop.sendCommand(campaign, "resume");
            topics.appendRequests(position.partition(), FillerRequests.requests(campaign, random, ProofBlock.SIZE / 2));
            shop.platform().kill(ServiceDefinition.COUPON);
            long end = topics.appendRequests(
                    position.partition(), FillerRequests.requests(campaign, random, ProofBlock.SIZE / 4));
            shop.platform().start(ServiceDefinition.COUPON);
            Answer fourth = submit(group.shopper(3), campaign);
            // Completes the block that contains the last request.
            long last = LogPosition.ofRequest(fourth.text("requestId"))
                    .orElseThrow()
                    .offset();
            int missing = (int) (ProofBlock.SIZE - last % ProofBlock.SIZE);
            topics.appendRequests(position.partition(), FillerRequests.requests(campaign, random, missing));
            assertThat(end).isLessThan(last);

            List<Answer> accepted = List.of(first, second, third, fourth);
            for (int i = 0; i < accepted.size(); i++) {
                requests.add(awaitIssued(group.shopper(i), campaign, accepted.get(i)));
            }
            verifyBlocks(shop, group.shopper(0), campaign, position, last);
            verifyReceipts(shop, requests);
            verifyExportedFiles(shop, position.partition(), requests);
        }
    }

    /** Retries under one idempotency key until the request is accepted. */
    private static Answer submit(Shopper shopper, UUID campaign) {
        String key = UUID.randomUUID().toString();
        return Eventually.get(
                "a request is accepted",
                BOUND,
                () -> {
                    Answer admitted = shopper.send(Call.post("/api/campaigns/" + campaign + "/admissions"));
                    return shopper.send(Call.post("/api/campaigns/" + campaign + "/requests")
                            .header("X-Admission", admitted.text("admission"))
                            .header("Idempotency-Key", key));
                },
                answer -> answer.status() == 202);
    }

    private static ReceiptedRequest awaitIssued(Shopper shopper, UUID campaign, Answer accepted) {
        assertThat(accepted.text("receipt")).startsWith("fcr1.");
        String id = accepted.text("requestId");
        Answer status = Eventually.get(
                "the request is decided",
                BOUND,
                () -> shopper.send(Call.get("/api/campaigns/" + campaign + "/requests/" + id)),
                answer -> answer.text("state").equals("ISSUED"));
        return new ReceiptedRequest(
                accepted.text("receipt"),
                LogPosition.ofRequest(id).orElseThrow().offset(),
                status);
    }

    private static void verifyBlocks(
            SharedPlatform shop, Shopper shopper, UUID campaign, LogPosition first, long last) {
        Call roots = Call.get("/api/campaigns/%s/proof?from=%d&to=%d".formatted(campaign, first.offset(), last));
        Answer page = Eventually.get(
                "all complete blocks are signed",
                BOUND,
                () -> shopper.send(roots),
                answer -> answer.body().path("firstUnsigned").asLong() > last);
        long expectedBlocks = last / ProofBlock.SIZE - first.offset() / ProofBlock.SIZE + 1;
        assertThat(page.body().path("items").size()).as(page.toString()).isEqualTo((int) expectedBlocks);
        try (PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            List<Long> blocks = topics.records(Topics.COUPON_PROOFS).stream()
                    .filter(block -> block.path("partition").asInt() == first.partition())
                    .map(block -> block.path("block").asLong())
                    .toList();
            assertThat(blocks).doesNotHaveDuplicates().isSorted();
            System.out.printf("%d blocks of partition %d are signed%n", blocks.size(), first.partition());
        }
    }

    private static void verifyReceipts(SharedPlatform shop, List<ReceiptedRequest> requests) throws Exception {
        for (ReceiptedRequest one : requests) {
            Answer checked = verifyReceipt(shop, one.receipt());
            assertThat(checked.status()).as(checked.toString()).isEqualTo(200);
            assertThat(checked.text("state")).as(checked.toString()).isEqualTo("PROVED");
            assertThat(checked.text("outcome")).isEqualTo("ISSUED");
            assertThat(checked.text("sequence")).isEqualTo(one.status().text("sequence"));
            assertThat(checked.body().path("offset").asLong()).isEqualTo(one.offset());
        }
        JsonNode deferred = verifyReceipt(shop, requests.get(1).receipt()).body();
        assertThat(deferred.path("decision")
                        .path("by")
                        .path("leaf")
                        .path("kind")
                        .asString())
                .as(deferred.toString())
                .isEqualTo("DECIDING");
        String genuine = requests.getFirst().receipt();
        int middle = genuine.length() / 2;
        String forged = genuine.substring(0, middle)
                + (genuine.charAt(middle) == 'x' ? 'y' : 'x')
                + genuine.substring(middle + 1);
        assertThat(verifyReceipt(shop, forged).text("genuine")).isEqualTo("false");
        Answer malformed = verifyReceipt(shop, "nonsense");
        assertThat(malformed.status()).isEqualTo(400);
        assertThat(malformed.code()).isEqualTo("INVALID_FIELD");
    }

    private static Answer verifyReceipt(SharedPlatform shop, String receipt) throws Exception {
        return shop.operator().sendWithRetry(Call.post("/api/receipts/verify").body(Map.of("receipt", receipt)));
    }

    private void verifyExportedFiles(SharedPlatform shop, int partition, List<ReceiptedRequest> requests)
            throws Exception {
        String files = folder.resolve("export").toString();
        CommandLine.Result exported = CommandLine.run(
                "verify",
                "export",
                "--data",
                shop.description().dataDirectory(),
                "--partition",
                Integer.toString(partition),
                "--out",
                files);
        assertThat(exported.exitCode()).as(exported.output()).isZero();
        PublicKeys publicKeys = PublicKeys.at(shop.platform().proofKeys());
        for (ReceiptedRequest one : requests) {
            ProofReport report = ProofVerifier.verify(new ExportFolder(Path.of(files)), publicKeys, one.receipt());
            assertThat(report.isAsSigned()).as(report.text()).isTrue();
            assertThat(report.notes()).singleElement().asString().contains("Issued");
        }
        Path receipt =
                Files.writeString(folder.resolve("receipt"), requests.get(2).receipt());
        String keys = shop.platform().proofKeys().toString();

        CommandLine.Result checked = CommandLine.run("verify", files, "--key", keys, "--receipt", receipt.toString());
        System.out.println(checked.output());
        assertThat(checked.exitCode()).as(checked.output()).isZero();
        assertThat(checked.output()).contains("the receipt is genuine", "Issued");

        Path log = Path.of(files).resolve("requests-" + partition + ".jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        lines.remove(lines.size() / 2);
        Files.write(log, lines);
        CommandLine.Result refused = CommandLine.run("verify", files, "--key", keys);
        assertThat(refused.exitCode()).as(refused.output()).isEqualTo(1);
        assertThat(refused.output()).contains("was signed with");
    }
}
