package dev.firstcome.psp.api;

import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.Page;
import dev.firstcome.psp.ledger.Refund;
import dev.firstcome.psp.ledger.Slice;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The calls that change nothing. What they show is in the journal. */
public final class Lookups {
    private static final int LIMIT_MAX = 100;
    private static final int LIMIT = 10;
    private static final Pattern QUERY =
            Pattern.compile("\\s*metadata\\[(['\"])payment_id\\1]\\s*:\\s*(['\"])([^'\"]{1,500})\\2\\s*");

    private final Provider provider;
    private final Waits waits;

    public Lookups(Provider provider, Waits waits) {
        this.provider = provider;
        this.waits = waits;
    }

    public byte[] intent(String id, FormParameters query) {
        query.text("client_secret");
        query.done();
        Intent intent = known(id, "intent");
        long slowness = Provider.cardOf(intent).slowness();
        if (slowness > 0) {
            waits.pass(Duration.ofMillis(slowness));
        }
        return Bodies.bytes(Bodies.intent(intent));
    }

    private Intent known(String id, String param) {
        return provider.read(ledger -> Optional.ofNullable(ledger.intent(id)))
                .orElseThrow(() -> BadCall.missing("payment_intent", param, id));
    }

    public byte[] refund(String id, FormParameters query) {
        query.done();
        Refund refund = provider.read(ledger -> Optional.ofNullable(ledger.refund(id)))
                .orElseThrow(() -> BadCall.missing("refund", "id", id));
        return Bodies.bytes(Bodies.refund(refund));
    }

    public byte[] intents(FormParameters query) {
        Slice slice = slice(query);
        query.done();
        Page<Intent> page = provider.read(ledger -> ledger.intents(slice))
                .orElseThrow(() ->
                        BadCall.missing("payment_intent", "starting_after", String.valueOf(slice.startingAfter())));
        return list("/v1/payment_intents", page, Bodies::intent);
    }

    public byte[] refunds(FormParameters query) {
        Slice slice = slice(query);
        String intent = query.text("payment_intent");
        query.done();
        if (intent != null) {
            known(intent, "payment_intent");
        }
        Page<Refund> page = provider.read(ledger -> ledger.refunds(slice, intent))
                .orElseThrow(() -> BadCall.missing("refund", "starting_after", String.valueOf(slice.startingAfter())));
        return list("/v1/refunds", page, Bodies::refund);
    }

    /** Unlike Stripe's, it finds an intent as soon as it is made. The page is the number of those before it. */
    public byte[] search(FormParameters query) {
        Matcher wanted = QUERY.matcher(query.requiredText("query"));
        if (!wanted.matches()) {
            throw BadCall.parameter(
                    "parameter_invalid", "query", "Only metadata['payment_id']:'...' can be searched for.");
        }
        int limit = (int) query.numberWithin("limit", 1, LIMIT_MAX, LIMIT);
        int from = (int) query.numberWithin("page", 0, Integer.MAX_VALUE - LIMIT_MAX, 0);
        query.done();
        List<Intent> all = provider.read(ledger -> ledger.ofPayment(wanted.group(3)));
        int start = Math.min(from, all.size());
        int end = Math.min(start + limit, all.size());
        ObjectNode node = Bodies.object("search_result").put("url", "/v1/payment_intents/search");
        node.put("has_more", end < all.size()).put("next_page", end < all.size() ? String.valueOf(end) : null);
        ArrayNode data = node.putArray("data");
        all.subList(start, end).forEach(intent -> data.add(Bodies.intent(intent)));
        return Bodies.bytes(node);
    }

    private static Slice slice(FormParameters query) {
        int limit = (int) query.numberWithin("limit", 1, LIMIT_MAX, LIMIT);
        long max = Long.MAX_VALUE / 2;
        long min = Math.max(
                query.numberWithin("created[gte]", 0, max, 0), query.numberWithin("created[gt]", 0, max, -1) + 1);
        long end = Math.min(
                query.numberWithin("created[lte]", 0, max, max), query.numberWithin("created[lt]", 0, max, max) - 1);
        return new Slice(min, end, limit, query.text("starting_after"));
    }

    private static <T> byte[] list(String url, Page<T> page, Function<T, ObjectNode> shape) {
        ObjectNode node = Bodies.object("list").put("url", url).put("has_more", page.hasMore());
        ArrayNode data = node.putArray("data");
        page.data().forEach(one -> data.add(shape.apply(one)));
        return Bodies.bytes(node);
    }
}
