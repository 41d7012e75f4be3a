package dev.firstcome.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.UUID;

/**
 * The state of one partition after its record at {@code applied}. Equal states have equal texts and equal hashes.
 *
 * @param applied the offset of the last record, -1 before the first
 * @param time the fold's time in milliseconds since 1970, 0 before the first readable record
 * @param due when each campaign opens (not opened yet) or closes (open), in milliseconds since 1970
 * @param outcomes the decision of every record by its offset; offsets that the log skips are missing
 */
public record PartitionState(
        int partition,
        long applied,
        long time,
        SortedMap<UUID, CampaignState> campaigns,
        SortedMap<UUID, Long> due,
        SortedMap<Long, Decision> outcomes) {

    /** One fact a line, in a fixed order. */
    public String text() {
        var text = new StringBuilder();
        text.append("partition ").append(partition).append('\n');
        text.append("applied ").append(applied).append('\n');
        text.append("time ").append(time).append('\n');
        campaigns.forEach((id, campaign) -> append(text, id, campaign));
        due.forEach((id, at) -> text.append("due %s %d\n".formatted(id, at)));
        outcomes.forEach((offset, decision) ->
                text.append("outcome %d %d %d\n".formatted(offset, decision.code(), decision.sequenceOrZero())));
        return text.toString();
    }

    /** SHA-256 of the text, in lower-case hex. */
    public String hash() {
        return HexFormat.of().formatHex(Sha256.of(text().getBytes(StandardCharsets.UTF_8)));
    }

    private static void append(StringBuilder text, UUID id, CampaignState campaign) {
        text.append("campaign %s rules %d stock %d limit %d opens %d closes %d phase %s issued %d\n"
                .formatted(
                        id,
                        campaign.rules(),
                        campaign.stock(),
                        campaign.limit(),
                        campaign.opens(),
                        campaign.closes(),
                        campaign.phase(),
                        campaign.issued()));
        campaign.holders()
                .forEach((user, holding) ->
                        text.append("holder %s %s %d %d\n".formatted(id, user, holding.sequence(), holding.offset())));
        // A command's id is any text: encoded, so that it can neither end nor forge a line.
        campaign.commands()
                .forEach((command, decision) -> text.append("command %s %s %d\n"
                        .formatted(id, URLEncoder.encode(command, StandardCharsets.UTF_8), decision.code())));
    }
}
