package dev.firstcome.model.state;

import dev.firstcome.model.hashing.Sha256;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The state of one partition after the record at {@code applied}. Equal states have equal texts and equal hashes.
 *
 * @param applied the offset of the last record; -1 before the first record
 * @param time the time of the fold in milliseconds since 1970; 0 before the first readable record
 * @param due the opening time of each scheduled campaign and the closing time of each open campaign, in milliseconds
 *     since 1970
 * @param outcomes the decision on each record by its offset; offsets without a record are missing
 */
public record PartitionState(
        int partition,
        long applied,
        long time,
        SortedMap<UUID, CampaignState> campaigns,
        SortedMap<UUID, Long> due,
        SortedMap<Long, RecordedDecision> outcomes) {

    /** Returns the canonical text: one fact per line, in a fixed order. */
    public String text() {
        var text = new StringBuilder();
        text.append("partition ").append(partition).append('\n');
        text.append("applied ").append(applied).append('\n');
        text.append("time ").append(time).append('\n');
        campaigns.forEach((id, campaign) -> append(text, id, campaign));
        due.forEach((id, at) -> text.append("due %s %d\n".formatted(id, at)));
        outcomes.forEach((offset, recorded) -> text.append("outcome %d %d by %d: %d %d\n"
                .formatted(
                        offset,
                        recorded.decision().code(),
                        recorded.fanOut(),
                        recorded.decision().ordinalOrZero(),
                        recorded.decision().numberOrZero())));
        return text.toString();
    }

    /** SHA-256 of the text, in lower-case hex. */
    public String hash() {
        return HexFormat.of().formatHex(Sha256.of(text().getBytes(StandardCharsets.UTF_8)));
    }

    private static void append(StringBuilder text, UUID id, CampaignState campaign) {
        CampaignState.Terms terms = campaign.terms();
        text.append("campaign %s rules %d stock %d limit %d opens %d closes %d segments %s\n"
                .formatted(
                        id,
                        terms.rules(),
                        terms.stock(),
                        terms.limit(),
                        terms.opens(),
                        terms.closes(),
                        terms.segments()));
        if (terms.draw() != null) {
            text.append("draw %s from %d hash %s seed %s\n"
                    .formatted(id, terms.draw().from(), terms.draw().seedHash(), campaign.seed()));
        }
        CampaignSpan span = campaign.span();
        text.append("span %s from %d after %d scheduled until %d ended %d at %d\n"
                .formatted(id, span.first(), span.before(), span.last(), span.ended(), span.endedAt()));
        text.append("standing %s phase %s until %d issued %d served %d\n"
                .formatted(id, campaign.phase(), campaign.until(), campaign.issued(), campaign.served()));
        campaign.holders().forEach((user, mine) -> mine.forEach(holding -> text.append(line(id, user, holding))));
        // A command id is arbitrary text. The encoding prevents that it ends or forges a line.
        campaign.commands()
                .forEach((command, decision) -> text.append("command %s %s %d\n"
                        .formatted(id, URLEncoder.encode(command, StandardCharsets.UTF_8), decision.code())));
        campaign.deferred()
                .forEach(request ->
                        text.append("deferred %s %d %s\n".formatted(id, request.offset(), request.userId())));
        campaign.fanOuts()
                .forEach(by ->
                        text.append("fan-out %s %d from %d to %d\n".formatted(id, by.offset(), by.from(), by.to())));
        campaign.blocked().forEach(user -> text.append("blocked %s %s\n".formatted(id, user)));
        campaign.grants()
                .forEach((key, grant) -> text.append("grant %s %s %s %d %d\n"
                        .formatted(id, key.grant(), key.userId(), grant.sequence(), grant.offset())));
    }

    private static String line(UUID id, UUID user, Holding holding) {
        return "%s %s %s %d %d %d %s\n"
                .formatted(
                        holding.deferred() ? "waits" : "holder",
                        id,
                        user,
                        holding.ordinal(),
                        holding.number(),
                        holding.offset(),
                        holding.client());
    }
}
