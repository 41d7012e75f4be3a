package dev.firstcome.coupon.fold.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.firstcome.contracts.Topics;
import dev.firstcome.model.random.Seeds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.core.io.ClassPathResource;

/** The scripts with one mistake each: the runs against the reference model must find every one of them. */
class ScriptMutantsIT {
    private static final int SEEDS_MAX = 100;
    private static RedisUnderTest redis;

    /** A mistake that somebody could make: what stands in the script, and what stands there instead. */
    enum Mutant {
        ONE_TOO_MANY("fold", "or campaign.issued >= campaign.stock then", "or campaign.issued > campaign.stock then"),
        ONE_TOO_MANY_AT_THE_RESUME("fanout", "issued >= stock and SOLD_OUT", "issued > stock and SOLD_OUT"),
        THE_LAST_RECORD_AGAIN("fold", "offsets[fresh] <= applied", "offsets[fresh] < applied"),
        A_GAP_IS_LEAPT("fold", "(not applied or predecessor > applied)", "not applied"),
        TIME_RUNS_BACK("fold", "if times[i] > time then time = times[i] end", "time = times[i]"),
        OPEN_ONE_MOMENT_TOO_LONG(
                "fold",
                "or time >= campaign.closes then return outcomeOf",
                "or time > campaign.closes then return outcomeOf"),
        OPENED_TOO_EARLY(
                "fold", "or time < campaign.opens or time >= campaign.closes then", "or time >= campaign.closes then"),
        CLOSED_WHILE_PAUSED("fold", "(time < campaign.closes or campaign.phase == 'P')", "time < campaign.closes"),
        A_TICKET_AFTER_THE_OPENINGS_TIME("fold", "and time < campaign.opens\n", "\n"),
        SEVERAL_TICKETS("fold", "campaign.limit == 1 or campaign.phase == 'S'", "campaign.limit == 1"),
        THE_SEED_TOO_EARLY(
                "fold",
                "campaign.phase ~= 'S' or time < campaign.opens or campaign.seed",
                "campaign.phase ~= 'S' or campaign.seed"),
        ANY_SEED("fold", "valid == 0 or hash ~= campaign.seedHash", "valid == 0"),
        ANY_ORDER("fanout", "#rank < 32 or not before(drawn, rank)", "#rank < 32"),
        CLIENT_IDS_ARE_IGNORED("fold", "if sub(held, from + 12, from + 27) == client then", "if false then"),
        CLIENT_IDS_ARE_NOT_STORED_WITH_A_LIMIT_OF_ONE(
                "fold", "if campaign.limit > 1 or campaign.rules > 1 then", "if campaign.limit > 1 then"),
        A_REPEAT_IS_A_DUPLICATE("fold", "campaign.rules > 1 and held and sameClient", "false and held and sameClient"),
        A_REPEAT_UNDER_VERSION_1("fold", "campaign.rules > 1 and held and sameClient", "held and sameClient"),
        ACTIVATED_RULES_HAVE_NO_EFFECT("fold", "  campaign.rules = version\n", ""),
        THE_RESUME_DROPS_THE_CLIENT_ID(
                "fanout",
                "sub(entries, from + 12, from + width - 1) .. rest",
                "sub(entries, from + 12, from + 11) .. rest"),
        NO_LIMIT("fold", "#held >= campaign.limit * ENTRY", "#held > campaign.limit * ENTRY"),
        A_COMMAND_TWICE("fold", "remembered[c][id] or call('HGET', keyOf(c, 3), id)", "remembered[c][id]"),
        A_GRANT_TWICE("fold", "granted[c][name] or call('HEXISTS', keyOf(c, 6), name) == 1", "granted[c][name]"),
        A_GRANT_TO_THE_BLOCKED("fold", "blocked[c][user] or (campaign.blocked > 0", "blocked[c][user] or (false"),
        NOBODY_IS_BLOCKED("fold", "if barred[j] == 1 then", "if false then"),
        THE_RESUME_FORGETS_BLOCKS("fanout", "barred[user] and BLOCKED or ", ""),
        EVERYBODY_IS_ELIGIBLE("fold", "campaign.segments and not eligible(campaign, record)", "false"),
        THE_RESUMES_NUMBER("fanout", "#fanouts / 14 + 1,", "#fanouts / 14,"),
        A_STEP_LEAPT("fanout", "if at > done + 1 then", "if false then"),
        A_HELD_REQUEST_THAT_GOT_NOTHING_STAYS("fanout", "if entries == '' then", "if false then"),
        FORGOTTEN_BEFORE_IT_IS_PUBLISHED("fold", "tonumber(string.match(span[3], '^%d+')) > through", "false"),
        FORGOTTEN_WHERE_A_FOLD_WOULD_MAKE_IT_ANEW("fold", "if begins and begins > first and", "if false and"),
        FORGOTTEN_AMONG_OTHERS("fold", "if kind == 13 and i > fresh then", "if false then"),
        THE_USERS_ARE_NOT_FORGOTTEN("fold", "'UNLINK', keyOf(c, 1), keyOf(c, 2),", "'UNLINK', keyOf(c, 1),"),
        THE_COMMANDS_ARE_NOT_FORGOTTEN("fold", "keyOf(c, 3), keyOf(c, 4),", "keyOf(c, 4),"),
        NO_TIME_AT_THE_FLOOR("fold", "time = tonumber(sub(ARGV[4], 2)) or 0", "time = 0"),
        THE_TIME_AFTER_THE_FIRST_RECORD(
                "fold", "unpack_('>I6', record, 2), earlier)", "unpack_('>I6', record, 2), time)"),
        ASKED_AGAIN_WITHOUT_A_TRACE("fold", "campaign.again = offsets[i] end", "end"),
        CLOSED_WITHOUT_A_TRACE(
                "fanout",
                "if kind == 4 then call('HSET', KEYS[2], 'ended:'",
                "if false then call('HSET', KEYS[2], 'ended:'");

        private final String script;
        private final String right;
        private final String wrong;

        Mutant(String script, String right, String wrong) {
            this.script = script;
            this.right = right;
            this.wrong = wrong;
        }

        Script mutate(String name) {
            String text = text(name);
            if (!name.equals(script)) {
                return new Script(text.getBytes(StandardCharsets.UTF_8));
            }
            assertThat(text).as("what %s changes", this).containsOnlyOnce(right);
            return new Script(text.replace(right, wrong).getBytes(StandardCharsets.UTF_8));
        }

        private static String text(String name) {
            try {
                return new ClassPathResource("redis/" + name + ".lua").getContentAsString(StandardCharsets.UTF_8);
            } catch (IOException missing) {
                throw new UncheckedIOException(missing);
            }
        }
    }

    @BeforeAll
    static void connect() {
        redis = new RedisUnderTest();
    }

    @AfterAll
    static void disconnect() {
        IntStream.range(0, Topics.PARTITIONS).forEach(redis::empty);
        redis.close();
    }

    @ParameterizedTest
    @EnumSource
    void isCaught(Mutant mutant) {
        RedisPartitionFold fold = redis.fold(mutant.mutate("fold"), mutant.mutate("fanout"));
        long first = Seeds.one();
        for (int run = 1; run <= SEEDS_MAX; run++) {
            try {
                new FoldRun(redis, fold, first + run).toTheEnd();
            } catch (AssertionError | RuntimeException caught) { // a broken state fails whoever reads it in any way
                System.out.printf("%s is caught by run %d%n", mutant, run);
                assertThatCode(new FoldRun(redis, redis.fold(), first + run)::toTheEnd)
                        .as("run %d of the right scripts, seed %s", run, Seeds.text(first))
                        .doesNotThrowAnyException();
                return;
            }
        }
        throw new AssertionError("nobody noticed " + mutant + ", seed " + Seeds.text(first));
    }
}
