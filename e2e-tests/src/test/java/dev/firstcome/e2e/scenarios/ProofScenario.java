package dev.firstcome.e2e.scenarios;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.coupon.ProofBlock;
import dev.firstcome.e2e.load.Answer;
import dev.firstcome.e2e.load.Call;
import dev.firstcome.e2e.load.Shopper;
import dev.firstcome.e2e.load.ShopperGroup;
import dev.firstcome.e2e.verifier.LogPosition;
import dev.firstcome.e2e.waiting.Eventually;
import dev.firstcome.local.layout.ServiceDefinition;
import dev.firstcome.model.proof.Export;
import dev.firstcome.model.proof.ProofVerifier;
import dev.firstcome.model.proof.PublicKeys;
import dev.firstcome.model.proof.Report;
import dev.firstcome.model.random.Seeds;
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
 * The shop proves what it did: through a pause and a killed service every block of the log is signed once, every receipt is
 * honoured, over HTTP and with the exported files alone, and files that were changed are refused.
 */
@ExtendWith(SharedPlatformExtension.class)
class ProofScenario {
    private static final Duration BOUND = Duration.ofSeconds(60);

    @TempDir
    private Path folder = Path.of("");

    /** A user with a receipt, and what the user was told. */
    private record Honoured(String receipt, long offset, Answer told) {}

    @Test
    void everyBlockIsSignedAndEveryReceiptHonoured(SharedPlatform shop) throws Exception {
        SplittableRandom random = new SplittableRandom(Seeds.one());
        try (CouponTopics topics = new CouponTopics(shop.description().kafka());
                ShopperGroup crowd = shop.crowd(4, Seeds.one())) {
            UUID campaign = shop.opensCampaign(Duration.ofSeconds(1), "proved " + Seeds.text(Seeds.one()), 100_000);
            shop.operator().awaitOpen(campaign);
            List<Honoured> all = new ArrayList<>();
            Answer first = asks(crowd.shopper(0), campaign);
            LogPosition place = LogPosition.ofRequest(first.text("requestId")).orElseThrow();
            topics.appendRequests(place.partition(), FillerRequests.requests(campaign, random, ProofBlock.SIZE / 2));
            shop.commands(campaign, "pause");
            Answer second = asks(crowd.shopper(1), campaign);
            Answer third = asks(crowd.shopper(2), campaign);
            topics.appendRequests(place.partition(), FillerRequests.requests(campaign, random, FillerRequests.USERS));
            shop.commands(campaign, "resume");
            topics.appendRequests(place.partition(), FillerRequests.requests(campaign, random, ProofBlock.SIZE / 2));
            shop.platform().kill(ServiceDefinition.COUPON);
            long end = topics.appendRequests(
                    place.partition(), FillerRequests.requests(campaign, random, ProofBlock.SIZE / 4));
            shop.platform().start(ServiceDefinition.COUPON);
            Answer fourth = asks(crowd.shopper(3), campaign);
            // Until the last of them stands in a block that is whole.
            long last = LogPosition.ofRequest(fourth.text("requestId"))
                    .orElseThrow()
                    .offset();
            int missing = (int) (ProofBlock.SIZE - last % ProofBlock.SIZE);
            topics.appendRequests(place.partition(), FillerRequests.requests(campaign, random, missing));
            assertThat(end).isLessThan(last);

            List<Answer> accepted = List.of(first, second, third, fourth);
            for (int i = 0; i < accepted.size(); i++) {
                all.add(honoured(crowd.shopper(i), campaign, accepted.get(i)));
            }
            everyBlockIsSignedOnce(shop, crowd.shopper(0), campaign, place, last);
            everyReceiptIsHonoured(shop, all);
            theFilesAloneSaySo(shop, place.partition(), all);
        }
    }

    /** Asks until it is accepted. */
    private static Answer asks(Shopper shopper, UUID campaign) {
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

    private static Honoured honoured(Shopper shopper, UUID campaign, Answer accepted) {
        assertThat(accepted.text("receipt")).startsWith("fcr1.");
        String id = accepted.text("requestId");
        Answer told = Eventually.get(
                "the request is decided",
                BOUND,
                () -> shopper.send(Call.get("/api/campaigns/" + campaign + "/requests/" + id)),
                answer -> answer.text("state").equals("ISSUED"));
        return new Honoured(
                accepted.text("receipt"),
                LogPosition.ofRequest(id).orElseThrow().offset(),
                told);
    }

    private static void everyBlockIsSignedOnce(
            SharedPlatform shop, Shopper shopper, UUID campaign, LogPosition first, long last) {
        Call roots = Call.get("/api/campaigns/%s/proof?from=%d&to=%d".formatted(campaign, first.offset(), last));
        Answer page = Eventually.get(
                "all whole blocks are signed",
                BOUND,
                () -> shopper.send(roots),
                answer -> answer.body().path("firstUnsigned").asLong() > last);
        long wanted = last / ProofBlock.SIZE - first.offset() / ProofBlock.SIZE + 1;
        assertThat(page.body().path("items").size()).as(page.toString()).isEqualTo((int) wanted);
        try (PlatformTopics topics = new PlatformTopics(shop.description().kafka())) {
            List<Long> blocks = topics.records(Topics.COUPON_PROOFS).stream()
                    .filter(block -> block.path("partition").asInt() == first.partition())
                    .map(block -> block.path("block").asLong())
                    .toList();
            assertThat(blocks).doesNotHaveDuplicates().isSorted();
            System.out.printf("%d blocks of partition %d are signed%n", blocks.size(), first.partition());
        }
    }

    private static void everyReceiptIsHonoured(SharedPlatform shop, List<Honoured> all) throws Exception {
        for (Honoured one : all) {
            Answer checked = verified(shop, one.receipt());
            assertThat(checked.status()).as(checked.toString()).isEqualTo(200);
            assertThat(checked.text("state")).as(checked.toString()).isEqualTo("PROVED");
            assertThat(checked.text("outcome")).isEqualTo("ISSUED");
            assertThat(checked.text("sequence")).isEqualTo(one.told().text("sequence"));
            assertThat(checked.body().path("offset").asLong()).isEqualTo(one.offset());
        }
        JsonNode held = verified(shop, all.get(1).receipt()).body();
        assertThat(held.path("decision").path("by").path("leaf").path("kind").asString())
                .as(held.toString())
                .isEqualTo("DECIDING");
        String genuine = all.getFirst().receipt();
        int middle = genuine.length() / 2;
        String forged = genuine.substring(0, middle)
                + (genuine.charAt(middle) == 'x' ? 'y' : 'x')
                + genuine.substring(middle + 1);
        assertThat(verified(shop, forged).text("genuine")).isEqualTo("false");
        Answer nonsense = verified(shop, "nonsense");
        assertThat(nonsense.status()).isEqualTo(400);
        assertThat(nonsense.code()).isEqualTo("INVALID_FIELD");
    }

    private static Answer verified(SharedPlatform shop, String receipt) throws Exception {
        return shop.operator().answered(Call.post("/api/receipts/verify").body(Map.of("receipt", receipt)));
    }

    private void theFilesAloneSaySo(SharedPlatform shop, int partition, List<Honoured> all) throws Exception {
        String files = folder.resolve("export").toString();
        CommandLine.Ended exported = CommandLine.run(
                "verify",
                "export",
                "--data",
                shop.description().dataDirectory(),
                "--partition",
                Integer.toString(partition),
                "--out",
                files);
        assertThat(exported.code()).as(exported.text()).isZero();
        PublicKeys known = PublicKeys.at(shop.platform().proofKeys());
        for (Honoured one : all) {
            Report report = ProofVerifier.verify(new Export(Path.of(files)), known, one.receipt());
            assertThat(report.isAsSigned()).as(report.text()).isTrue();
            assertThat(report.notes()).singleElement().asString().contains("Issued");
        }
        Path receipt = Files.writeString(folder.resolve("receipt"), all.get(2).receipt());
        String keys = shop.platform().proofKeys().toString();

        CommandLine.Ended checked = CommandLine.run("verify", files, "--key", keys, "--receipt", receipt.toString());
        System.out.println(checked.text());
        assertThat(checked.code()).as(checked.text()).isZero();
        assertThat(checked.text()).contains("the receipt is genuine", "Issued");

        Path log = Path.of(files).resolve("requests-" + partition + ".jsonl");
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        lines.remove(lines.size() / 2);
        Files.write(log, lines);
        CommandLine.Ended refused = CommandLine.run("verify", files, "--key", keys);
        assertThat(refused.code()).as(refused.text()).isEqualTo(1);
        assertThat(refused.text()).contains("was signed with");
    }
}
