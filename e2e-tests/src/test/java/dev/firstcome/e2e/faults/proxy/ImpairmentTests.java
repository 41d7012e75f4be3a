package dev.firstcome.e2e.faults.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.firstcome.e2e.faults.proxy.Impairment.Bandwidth;
import dev.firstcome.e2e.faults.proxy.Impairment.BlackHole;
import dev.firstcome.e2e.faults.proxy.Impairment.Cut;
import dev.firstcome.e2e.faults.proxy.Impairment.Delay;
import dev.firstcome.e2e.faults.proxy.ProxiedConnections.Ends;
import dev.firstcome.testsupport.Deadline;
import dev.firstcome.testsupport.Eventually;
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

/** Tests each impairment in each direction, and the unimpaired state after healing. */
class ImpairmentTests {
    private static final Duration BOUND = Duration.ofSeconds(30);
    private static final Duration LONG = Duration.ofSeconds(2);
    private static final Link ALL = Link.fromAnyone(ProxiedConnections.TARGET);

    private final ProxiedConnections connections = new ProxiedConnections();

    @AfterEach
    void close() throws IOException {
        connections.close();
    }

    @Test
    void cutResetsAndRefusesConnectionsUntilHealed() throws IOException {
        Ends ends = connections.connect();

        try (ActiveImpairment cut = connections.proxies.apply(ALL, new Cut())) {
            assertThatThrownBy(() -> ends.caller().getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> ends.target().getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(connections::call).isInstanceOf(ConnectException.class);
            assertThat(cut.affectedConnections()).isEqualTo(1);
        }
        assertPasses(connections.connect());
    }

    @Test
    void cutOfOneCallerDoesNotAffectOthers() throws IOException {
        Ends one = connections.connect("one");
        Ends other = connections.connect("other");

        try (ActiveImpairment cut = connections.proxies.apply(Link.of("one", ProxiedConnections.TARGET), new Cut())) {
            assertThatThrownBy(() -> one.caller().getInputStream().read()).isInstanceOf(SocketException.class);
            assertThatThrownBy(() -> connections.call("one").getInputStream().read())
                    .isInstanceOf(SocketException.class);
            connections.accept();
            assertPasses(other);
            assertPasses(connections.connect("other"));
            assertThat(cut.affectedConnections()).isEqualTo(2);
        }
        assertPasses(connections.connect("one"));
    }

    @Test
    void noBytesPassUntilTheCallerIsIdentified() throws IOException {
        try (ActiveImpairment hole =
                connections.proxies.apply(Link.of("one", ProxiedConnections.TARGET), new BlackHole(Direction.THERE))) {
            connections.blockLookups();
            Ends one = connections.connect("one");
            Ends other = connections.connect("other");
            ProxiedConnections.send(one.caller(), "1");
            ProxiedConnections.send(other.caller(), "2");
            assertThat(ProxiedConnections.isSilent(one.target())).isTrue();
            assertThat(ProxiedConnections.isSilent(other.target())).isTrue();
            connections.unblockLookups();

            assertThat(ProxiedConnections.receive(other.target(), 1)).isEqualTo("2");
            assertThat(ProxiedConnections.isSilent(one.target())).isTrue();
            assertThat(hole.affectedConnections()).isEqualTo(1);
        }
    }

    /** A lookup is slow on a busy machine, so one lookup per connection would block connections for too long. */
    @Test
    void connectionsDuringALookupShareTheNextLookup() throws IOException {
        try (ActiveImpairment hole =
                connections.proxies.apply(Link.of("one", ProxiedConnections.TARGET), new BlackHole(Direction.THERE))) {
            connections.blockLookups();
            for (int i = 0; i < 20; i++) {
                connections.connect(i % 2 == 0 ? "one" : "other");
            }
            connections.unblockLookups();

            Eventually.holds(
                    "all connections of caller one are identified", BOUND, () -> hole.affectedConnections() == 10);
            // The last connections may have arrived after the lookups were unblocked.
            assertThat(connections.lookups()).isLessThan(10);
        }
    }

    @ParameterizedTest
    @EnumSource(Direction.class)
    void blackHoleRetainsBytesUntilHealed(Direction direction) throws IOException {
        Ends ends = connections.connect();
        ActiveImpairment hole = connections.proxies.apply(ALL, new BlackHole(direction));
        Ends late = connections.connect();
        for (Ends each : List.of(ends, late)) {
            ProxiedConnections.send(each.caller(), "there");
            ProxiedConnections.send(each.target(), "back");

            assertReceives("t", each.target(), direction.covers(Direction.THERE));
            assertReceives("b", each.caller(), direction.covers(Direction.BACK));
        }
        hole.close();

        for (Ends each : List.of(ends, late)) {
            assertThat(ProxiedConnections.receive(each.target(), direction.covers(Direction.THERE) ? 5 : 4))
                    .isEqualTo(direction.covers(Direction.THERE) ? "there" : "here");
            assertThat(ProxiedConnections.receive(each.caller(), direction.covers(Direction.BACK) ? 4 : 3))
                    .isEqualTo(direction.covers(Direction.BACK) ? "back" : "ack");
        }
    }

    @Test
    void endOfStreamDoesNotPassABlackHole() throws IOException {
        Ends ends = connections.connect();
        try (ActiveImpairment hole = connections.proxies.apply(ALL, new BlackHole(Direction.BOTH))) {
            ends.caller().close();

            assertThat(ProxiedConnections.isSilent(ends.target())).isTrue();
            assertThat(hole.affectedConnections()).isEqualTo(1);
        }
        assertThat(ends.target().getInputStream().read()).isEqualTo(-1);
    }

    @Test
    void delayAffectsOneDirectionOnly() throws IOException {
        Ends ends = connections.connect();
        try (ActiveImpairment delay = connections.proxies.apply(ALL, new Delay(Direction.THERE, LONG, Duration.ZERO))) {
            assertThat(time(ends.caller(), ends.target())).isGreaterThanOrEqualTo(LONG);
            assertPrompt(1, ends.target(), ends.caller());
            assertThat(delay.affectedConnections()).isEqualTo(1);
        }
        assertPrompt(1, ends.caller(), ends.target());
    }

    @Test
    void jitterKeepsByteOrder() throws IOException {
        Ends ends = connections.connect();
        String numbers = IntStream.range(0, 200).mapToObj("%03d "::formatted).collect(Collectors.joining());
        try (ActiveImpairment delay = connections.proxies.apply(
                ALL, new Delay(Direction.BOTH, Duration.ofMillis(50), Duration.ofMillis(50)))) {
            long start = System.nanoTime();
            for (int at = 0; at < numbers.length(); at += 4) {
                ProxiedConnections.send(ends.caller(), numbers.substring(at, at + 4));
            }

            assertThat(ProxiedConnections.receive(ends.target(), numbers.length()))
                    .isEqualTo(numbers);
            assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
            assertThat(delay.affectedConnections()).isEqualTo(1);
        }
    }

    @Test
    void bytesInFlightArriveImmediatelyWhenDelayIsHealed() throws IOException {
        Ends ends = connections.connect();
        ActiveImpairment delay =
                connections.proxies.apply(ALL, new Delay(Direction.THERE, Duration.ofHours(1), Duration.ZERO));
        ProxiedConnections.send(ends.caller(), "late");
        assertThat(ProxiedConnections.isSilent(ends.target())).isTrue();
        delay.close();

        assertThat(ProxiedConnections.receive(ends.target(), 4)).isEqualTo("late");
    }

    @Test
    void sameSeedGivesSameJitter() {
        ActiveRule rule = new ActiveRule(ALL, new Delay(Direction.BOTH, Duration.ZERO, LONG));
        TrafficShaper shape = TrafficShaper.of(List.of(rule), Direction.BACK);

        assertThat(dueTimes(shape, 1)).isEqualTo(dueTimes(shape, 1)).isNotEqualTo(dueTimes(shape, 2));
        assertThat(dueTimes(shape, 1)).allMatch(due -> due >= 0 && due <= LONG.toNanos());
    }

    @Test
    void connectionsOfALinkShareBandwidth() throws IOException {
        int each = 40_000;
        Ends one = connections.connect();
        Ends other = connections.connect();
        try (ActiveImpairment narrow = connections.proxies.apply(ALL, new Bandwidth(Direction.BACK, each))) {
            assertPrompt(4 * each, one.caller(), one.target());

            long start = System.nanoTime();
            one.target().getOutputStream().write(new byte[each]);
            other.target().getOutputStream().write(new byte[each]);
            one.caller().getInputStream().readNBytes(each);
            other.caller().getInputStream().readNBytes(each);
            assertThat(since(start)).isGreaterThanOrEqualTo(Duration.ofMillis(1_950));
            assertThat(narrow.affectedConnections()).isEqualTo(2);
        }
        assertPrompt(4 * each, one.target(), one.caller());
    }

    @Test
    void impairmentsCombineAndHealSeparately() throws IOException {
        Ends ends = connections.connect("one");
        ActiveImpairment delay = connections.proxies.apply(ALL, new Delay(Direction.THERE, LONG, Duration.ZERO));
        ActiveImpairment hole =
                connections.proxies.apply(Link.of("one", ProxiedConnections.TARGET), new BlackHole(Direction.THERE));
        ProxiedConnections.send(ends.caller(), "x");
        assertThat(ProxiedConnections.isSilent(ends.target())).isTrue();
        hole.close();
        hole.close();

        assertThat(ProxiedConnections.receive(ends.target(), 1)).isEqualTo("x");
        assertThat(time(ends.caller(), ends.target())).isGreaterThanOrEqualTo(LONG);
        delay.close();
        assertPrompt(1, ends.caller(), ends.target());
    }

    @Test
    void severalLinksAreImpairedAndHealedTogether() throws IOException {
        Ends one = connections.connect("one");
        Ends other = connections.connect("other");
        List<Link> both =
                List.of(Link.of("one", ProxiedConnections.TARGET), Link.of("other", ProxiedConnections.TARGET));
        try (ActiveImpairment holes = connections.proxies.applyAll(both, new BlackHole(Direction.BOTH))) {
            for (Ends each : List.of(one, other)) {
                ProxiedConnections.send(each.caller(), "x");
                assertThat(ProxiedConnections.isSilent(each.target())).isTrue();
            }
            assertThat(holes.affectedConnections()).isEqualTo(1);
        }
        assertThat(ProxiedConnections.receive(one.target(), 1) + ProxiedConnections.receive(other.target(), 1))
                .isEqualTo("xx");
        List<Link> wrong = List.of(Link.of("one", ProxiedConnections.TARGET), Link.fromAnyone("nowhere"));
        assertThatThrownBy(() -> connections.proxies.applyAll(wrong, new Cut())).hasMessageContaining("nowhere");
        assertPasses(connections.connect("one"));
    }

    @Test
    void connectionResetInABlackHoleIsRemovedAfterHealing() throws IOException {
        Ends ends = connections.connect();
        ActiveImpairment hole = connections.proxies.apply(ALL, new BlackHole(Direction.BOTH));
        ends.caller().setSoLinger(true, 0);
        ends.caller().close();
        assertThat(connections.proxies.connections(ProxiedConnections.TARGET)).isEqualTo(1);
        hole.close();

        Eventually.holds(
                "the connection is removed",
                BOUND,
                () -> connections.proxies.connections(ProxiedConnections.TARGET) == 0);
    }

    @Test
    void linkToPortWithoutProxyIsRejected() {
        assertThatThrownBy(() -> connections.proxies.apply(Link.fromAnyone("nowhere"), new Cut()))
                .hasMessageContaining("nowhere")
                .hasMessageContaining(ProxiedConnections.TARGET);
    }

    private static void assertReceives(String first, Socket to, boolean blocked) throws IOException {
        if (blocked) {
            assertThat(ProxiedConnections.isSilent(to)).as("no bytes arrive").isTrue();
        } else {
            assertThat(ProxiedConnections.receive(to, 1)).isEqualTo(first);
        }
    }

    private static void assertPasses(Ends ends) throws IOException {
        assertPrompt(1, ends.caller(), ends.target());
        assertPrompt(1, ends.target(), ends.caller());
    }

    /** The bytes arrive sooner than {@link #LONG}, not counting stalls of the machine. */
    private static void assertPrompt(int bytes, Socket from, Socket to) throws IOException {
        Deadline deadline = Deadline.after(LONG);
        timeOf(bytes, from, to);
        assertThat(deadline.isOver()).as("later than " + deadline).isFalse();
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

    private static List<Long> dueTimes(TrafficShaper shape, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return LongStream.generate(() -> shape.due(1, 0, random))
                .limit(20)
                .boxed()
                .toList();
    }
}
