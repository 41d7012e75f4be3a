package dev.firstcome.model;

import dev.firstcome.contracts.coupon.CampaignScheduled;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** A campaign while the fold runs. */
final class Campaign {
    final int rules;
    final long stock;
    final int limit;
    final long opens;
    final long closes;
    final Map<UUID, Holding> holders = new HashMap<>();
    final Map<String, Decision> commands = new HashMap<>();
    Phase phase = Phase.SCHEDULED;
    long issued;

    Campaign(CampaignScheduled command) {
        rules = command.rules();
        stock = command.stock();
        limit = command.perUserLimit();
        opens = command.opensAt().toEpochMilli();
        closes = command.closesAt().toEpochMilli();
    }

    CampaignState state() {
        return new CampaignState(
                rules, stock, limit, opens, closes, phase, issued, new TreeMap<>(holders), new TreeMap<>(commands));
    }
}
