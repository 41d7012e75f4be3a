package dev.firstcome.e2e.faults.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.e2e.faults.proxy.Impairment.Bandwidth;
import dev.firstcome.e2e.faults.proxy.Impairment.BlackHole;
import dev.firstcome.e2e.faults.proxy.Impairment.Cut;
import dev.firstcome.e2e.faults.proxy.Impairment.Delay;
import dev.firstcome.e2e.faults.proxy.ProxiedConnections.Ends;
import dev.firstcome.e2e.waiting.Eventually;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each kind of impairment, in each direction, and that it is gone when it is healed. */
class ImpairmentTests {
    private static final Duration BOUND = Duration.ofSeconds(5);
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final Link ALL = Link.fromAnyone(ProxiedConnections.PART);

    private final ProxiedConnections wire = new ProxiedConnections();

    @AfterEach
    void close() throws IOException {
        wire.close();
    }

    @Test
    void aCutResetsWhatIsThereAndRefusesWhatComesUntilItIsHealed() throws IOException {
        Ends ends = wire.connect();

        try (ActiveImpairment cut = wire.proxies.apply(ALL, new Cut())) {
            assertThatThrownBy(() -> ends.caller().getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> ends.part().getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(wire::call).isInstanceOf(ConnectException.class);
            assertThat(cut.met()).isEqualTo(1);
        }
        assertPasses(wire.connect());
    }

    @Test
    void aCutOfOneCallersLinkLeavesTheOthersAlone() throws IOException {
        Ends one = wire.connect("one");
        Ends other = wire.connect("other");

        try (ActiveImpairment cut = wire.proxies.apply(Link.of("one", ProxiedConnections.PART), new Cut())) {
            assertThatThrownBy(() -> one.caller().getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> wire.call("one").getInputStream().read()).isInstanceOf(SocketException.class);
            wire.accept();
            assertPasses(other);
            assertPasses(wire.connect("other"));
            assertThat(cut.met()).isEqualTo(2);
        }
        assertPasses(wire.connect("one"));
    }

    @Test
    void nothingPassesUntilItIsKnownWhetherTheLinkIsTheCallers() throws IOException {
        try (ActiveImpairment hole =
                wire.proxies.apply(Link.of("one", ProxiedConnections.PART), new BlackHole(Direction.THERE))) {
            wire.keepSecretWho();
            Ends one = wire.connect("one");
            Ends other = wire.connect("other");
            ProxiedConnections.send(one.caller(), "1");
            ProxiedConnections.send(other.caller(), "2");
            assertThat(ProxiedConnections.isSilent(one.part())).isTrue();
            assertThat(ProxiedConnections.isSilent(other.part())).isTrue();
            wire.tellWho();

            assertThat(ProxiedConnections.receive(other.part(), 1)).isEqualTo("2");
            assertThat(ProxiedConnections.isSilent(one.part())).isTrue();
            assertThat(hole.met()).isEqualTo(1);
        }
    }

    /** A look takes long on a busy machine: whoever waited for as many looks as others came with would be held for ever. */
    @Test
    void allWhoComeWhileALookIsTakenShareTheNext() throws IOException {
        try (ActiveImpairment hole =
                wire.proxies.apply(Link.of("one", ProxiedConnections.PART), new BlackHole(Direction.THERE))) {
            wire.keepSecretWho();
            for (int i = 0; i < 20; i++) {
                wire.connect(i % 2 == 0 ? "one" : "other");
            }
            wire.tellWho();

            Eventually.holds("all of one's are known", BOUND, () -> hole.met() == 10);
            // The last ones may have come while they were told apart already.
            assertThat(wire.looks()).isLessThan(10);
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void aBlackHoleSwallowsWhatGoesItsWayAndGivesItBackWhenHealed(Direction direction) throws IOException {
        Ends ends = wire.connect();
        ActiveImpairment hole = wire.proxies.apply(ALL, new BlackHole(direction));
        Ends late = wire.connect();
        for (Ends each : List.of(ends, late)) {
            ProxiedConnections.send(each.caller(), "there");
            ProxiedConnections.send(each.part(), "back");

            comes("t", each.part(), direction.covers(Direction.THERE));
            comes("b", each.caller(), direction.covers(Direction.BACK));
        }
        hole.close();

        for (Ends each : List.of(ends, late)) {
            assertThat(ProxiedConnections.receive(each.part(), direction.covers(Direction.THERE) ? 5 : 4))
                    .isEqualTo(direction.covers(Direction.THERE) ? "there" : "here");
            assertThat(ProxiedConnections.receive(each.caller(), direction.covers(Direction.BACK) ? 4 : 3))
                    .isEqualTo(direction.covers(Direction.BACK) ? "back" : "ack");
        }
    }

    @Test
    void theEndOfAConnectionDoesNotPassABlackHole() throws IOException {
        Ends ends = wire.connect();
        try (ActiveImpairment hole = wire.proxies.apply(ALL, new BlackHole(Direction.BOTH))) {
            ends.caller().close();

            assertThat(ProxiedConnections.isSilent(ends.part())).isTrue();
            assertThat(hole.met()).isEqualTo(1);
        }
        assertThat(ends.part().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void delayHoldsUpOneDirectionOnly() throws IOException {
        Ends ends = wire.connect();
        try (ActiveImpairment delay = wire.proxies.apply(ALL, new Delay(Direction.THERE, LONG, Duration.ZERO))) {
            assertThat(time(ends.caller(), ends.part())).isGreaterThanOrEqualTo(LONG);
            assertThat(time(ends.part(), ends.caller())).isLessThan(LONG);
            assertThat(delay.met()).isEqualTo(1);
        }
        assertThat(time(ends.caller(), ends.part())).isLessThan(LONG);
    }

    @Test
    void delayHoldsUpManyAtOnceAndJitterKeepsTheirOrder() throws IOException {
        Ends ends = wire.connect();
        String numbers = IntStream.range(0, 200).mapToObj("%03d "::formatted).collect(Collectors.joining());
        try (ActiveImpairment delay =
                wire.proxies.apply(ALL, new Delay(Direction.BOTH, Duration.ofMillis(50), Duration.ofMillis(50)))) {
            long start = System.nanoTime();
            for (int at = 0; at < numbers.length(); at += 4) {
                ProxiedConnections.send(ends.caller(), numbers.substring(at, at + 4));
            }

            assertThat(ProxiedConnections.receive(ends.part(), numbers.length()))
                    .isEqualTo(numbers);
            assertThat(since(start)).isBetween(Duration.ofMillis(50), BOUND);
            assertThat(delay.met()).isEqualTo(1);
        }
    }

    @Test
    void whatIsUnderWayArrivesAtOnceWhenTheDelayIsHealed() throws IOException {
        Ends ends = wire.connect();
        ActiveImpairment delay =
                wire.proxies.apply(ALL, new Delay(Direction.THERE, Duration.ofHours(1), Duration.ZERO));
        ProxiedConnections.send(ends.caller(), "late");
        assertThat(ProxiedConnections.isSilent(ends.part())).isTrue();
        delay.close();

        assertThat(ProxiedConnections.receive(ends.part(), 4)).isEqualTo("late");
    }

    @Test
    void theSameSeedGivesTheSameJitter() {
        ActiveRule rule = new ActiveRule(ALL, new Delay(Direction.BOTH, Duration.ZERO, LONG));
        TrafficShaper shape = TrafficShaper.of(List.of(rule), Direction.BACK);

        assertThat(dues(shape, 1)).isEqualTo(dues(shape, 1)).isNotEqualTo(dues(shape, 2));
        assertThat(dues(shape, 1)).allMatch(due -> due >= 0 && due <= LONG.toNanos());
    }

    @Test
    void bandwidthIsSharedByAllConnectionsOfTheLink() throws IOException {
        int each = 40_000;
        Ends one = wire.connect();
        Ends other = wire.connect();
        try (ActiveImpairment narrow = wire.proxies.apply(ALL, new Bandwidth(Direction.BACK, each))) {
            assertThat(timeOf(4 * each, one.caller(), one.part())).isLessThan(LONG);

            long start = System.nanoTime();
            one.part().getOutputStream().write(new byte[each]);
            other.part().getOutputStream().write(new byte[each]);
            one.caller().getInputStream().readNBytes(each);
            other.caller().getInputStream().readNBytes(each);
            assertThat(since(start)).isBetween(Duration.ofMillis(1_950), BOUND);
            assertThat(narrow.met()).isEqualTo(2);
        }
        assertThat(timeOf(4 * each, one.part(), one.caller())).isLessThan(LONG);
    }

    @Test
    void severalAtOnceAddUpAndHealOneByOne() throws IOException {
        Ends ends = wire.connect("one");
        ActiveImpairment delay = wire.proxies.apply(ALL, new Delay(Direction.THERE, LONG, Duration.ZERO));
        ActiveImpairment hole =
                wire.proxies.apply(Link.of("one", ProxiedConnections.PART), new BlackHole(Direction.THERE));
        ProxiedConnections.send(ends.caller(), "x");
        assertThat(ProxiedConnections.isSilent(ends.part())).isTrue();
        hole.close();
        hole.close();

        assertThat(ProxiedConnections.receive(ends.part(), 1)).isEqualTo("x");
        assertThat(time(ends.caller(), ends.part())).isGreaterThanOrEqualTo(LONG);
        delay.close();
        assertThat(time(ends.caller(), ends.part())).isLessThan(LONG);
    }

    @Test
    void severalLinksBreakAndHealTogether() throws IOException {
        Ends one = wire.connect("one");
        Ends other = wire.connect("other");
        List<Link> both = List.of(Link.of("one", ProxiedConnections.PART), Link.of("other", ProxiedConnections.PART));
        try (ActiveImpairment holes = wire.proxies.applyAll(both, new BlackHole(Direction.BOTH))) {
            for (Ends each : List.of(one, other)) {
                ProxiedConnections.send(each.caller(), "x");
                assertThat(ProxiedConnections.isSilent(each.part())).isTrue();
            }
            assertThat(holes.met()).isEqualTo(1);
        }
        assertThat(ProxiedConnections.receive(one.part(), 1) + ProxiedConnections.receive(other.part(), 1))
                .isEqualTo("xx");
        List<Link> wrong = List.of(Link.of("one", ProxiedConnections.PART), Link.fromAnyone("nowhere"));
        assertThatThrownBy(() -> wire.proxies.applyAll(wrong, new Cut())).hasMessageContaining("nowhere");
        assertPasses(wire.connect("one"));
    }

    @Test
    void whoDiesInABlackHoleIsForgottenAfterIt() throws IOException {
        Ends ends = wire.connect();
        ActiveImpairment hole = wire.proxies.apply(ALL, new BlackHole(Direction.BOTH));
        ends.caller().setSoLinger(true, 0);
        ends.caller().close();
        assertThat(wire.proxies.connections(ProxiedConnections.PART)).isEqualTo(1);
        hole.close();

        Eventually.holds("it is forgotten", BOUND, () -> wire.proxies.connections(ProxiedConnections.PART) == 0);
    }

    @Test
    void aLinkToAPortWithoutAProxyIsRefused() {
        assertThatThrownBy(() -> wire.proxies.apply(Link.fromAnyone("nowhere"), new Cut()))
                .hasMessageContaining("nowhere")
                .hasMessageContaining(ProxiedConnections.PART);
    }

    private static void comes(String first, Socket to, boolean swallowed) throws IOException {
        if (swallowed) {
            assertThat(ProxiedConnections.isSilent(to)).as("nothing comes").isTrue();
        } else {
            assertThat(ProxiedConnections.receive(to, 1)).isEqualTo(first);
        }
    }

    private static void assertPasses(Ends ends) throws IOException {
        assertThat(time(ends.caller(), ends.part())).isLessThan(BOUND);
        assertThat(time(ends.part(), ends.caller())).isLessThan(BOUND);
    }

    private static Duration time(Socket from, Socket to) throws IOException {
        return timeOf(1, from, to);
    }

    private static Duration timeOf(int bytes, Socket from, Socket to) throws IOException {
        long start = System.nanoTime();
        from.getOutputStream().write(new byte[bytes]);
        assertThat(to.getInputStream().readNBytes(bytes)).hasSize(bytes);
        return since(start);
    }

    private static Duration since(long start) {
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private static List<Long> dues(TrafficShaper shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return LongStream.generate(() -> shape.due(1, 0, random))
                .limit(20)
                .boxed()
                .toList();
    }
}
