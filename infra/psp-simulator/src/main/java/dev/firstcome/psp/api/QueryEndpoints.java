package dev.firstcome.psp.api;

import dev.firstcome.psp.ledger.Intent;
import dev.firstcome.psp.ledger.ListQuery;
import dev.firstcome.psp.ledger.Page;
import dev.firstcome.psp.ledger.Refund;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Read-only endpoints. They return only state that is already in the journal. */
public final class QueryEndpoints {
    private static final int LIMIT_MAX = 100;
    private static final int LIMIT_DEFAULT = 10;
    private static final Pattern QUERY =
            Pattern.compile("\\s*metadata\\[(['\"])payment_id\\1]\\s*:\\s*(['\"])([^'\"]{1,500})\\2\\s*");

    private final PaymentProvider provider;
    private final ShutdownAwareDelay delay;

    public QueryEndpoints(PaymentProvider provider, ShutdownAwareDelay delay) {
        this.provider = provider;
        this.delay = delay;
    }

    public byte[] intent(String id, FormParameters query) {
        query.text("client_secret");
        query.rejectUnknown();
        Intent intent = find(id, "intent");
        long latency = PaymentProvider.cardOf(intent).latency();
        if (latency > 0) {
            delay.await(Duration.ofMillis(latency));
        }
        return StripeJsonMapper.bytes(StripeJsonMapper.intent(intent));
    }

    private Intent find(String id, String param) {
        return provider.read(ledger -> Optional.ofNullable(ledger.intent(id)))
                .orElseThrow(() -> RejectedRequestException.notFound("payment_intent", param, id));
    }

    public byte[] refund(String id, FormParameters query) {
        query.rejectUnknown();
        Refund refund = provider.read(ledger -> Optional.ofNullable(ledger.refund(id)))
                .orElseThrow(() -> RejectedRequestException.notFound("refund", "id", id));
        return StripeJsonMapper.bytes(StripeJsonMapper.refund(refund));
    }

    public byte[] intents(FormParameters query) {
        ListQuery listQuery = parseListQuery(query);
        query.rejectUnknown();
        Page<Intent> page = provider.read(ledger -> ledger.intents(listQuery))
                .orElseThrow(() -> RejectedRequestException.notFound(
                        "payment_intent", "starting_after", String.valueOf(listQuery.startingAfter())));
        return list("/v1/payment_intents", page, StripeJsonMapper::intent);
    }

    public byte[] refunds(FormParameters query) {
        ListQuery listQuery = parseListQuery(query);
        String intent = query.text("payment_intent");
        query.rejectUnknown();
        if (intent != null) {
            find(intent, "payment_intent");
        }
        Page<Refund> page = provider.read(ledger -> ledger.refunds(listQuery, intent))
                .orElseThrow(() -> RejectedRequestException.notFound(
                        "refund", "starting_after", String.valueOf(listQuery.startingAfter())));
        return list("/v1/refunds", page, StripeJsonMapper::refund);
    }

    /**
     * Finds an intent as soon as it exists, unlike Stripe's search. The page token is the number of preceding results.
     */
    public byte[] search(FormParameters query) {
        Matcher matcher = QUERY.matcher(query.requiredText("query"));
        if (!matcher.matches()) {
            throw RejectedRequestException.invalidParameter(
                    "parameter_invalid", "query", "Only the query metadata['payment_id']:'...' is supported.");
        }
        int limit = (int) query.numberWithin("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        int from = (int) query.numberWithin("page", 0, Integer.MAX_VALUE - LIMIT_MAX, 0);
        query.rejectUnknown();
        List<Intent> all = provider.read(ledger -> ledger.ofPayment(matcher.group(3)));
        int start = Math.min(from, all.size());
        int end = Math.min(start + limit, all.size());
        ObjectNode node = StripeJsonMapper.object("search_result").put("url", "/v1/payment_intents/search");
        node.put("has_more", end < all.size()).put("next_page", end < all.size() ? String.valueOf(end) : null);
        ArrayNode data = node.putArray("data");
        all.subList(start, end).forEach(intent -> data.add(StripeJsonMapper.intent(intent)));
        return StripeJsonMapper.bytes(node);
    }

    private static ListQuery parseListQuery(FormParameters query) {
        int limit = (int) query.numberWithin("limit", 1, LIMIT_MAX, LIMIT_DEFAULT);
        long max = Long.MAX_VALUE / 2;
        long min = Math.max(
                query.numberWithin("created[gte]", 0, max, 0), query.numberWithin("created[gt]", 0, max, -1) + 1);
        long end = Math.min(
                query.numberWithin("created[lte]", 0, max, max), query.numberWithin("created[lt]", 0, max, max) - 1);
        return new ListQuery(min, end, limit, query.text("starting_after"));
    }

    private static <T> byte[] list(String url, Page<T> page, Function<T, ObjectNode> mapper) {
        ObjectNode node = StripeJsonMapper.object("list").put("url", url).put("has_more", page.hasMore());
        ArrayNode data = node.putArray("data");
        page.data().forEach(item -> data.add(mapper.apply(item)));
        return StripeJsonMapper.bytes(node);
    }
}
