package dev.firstcome.coupon.partitionstate.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.firstcome.contracts.Topics;
import dev.firstcome.coupon.partitionstate.redis.cluster.LuaScript;
import dev.firstcome.model.random.Seeds;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The scripts with one defect each. The comparison with the reference model must detect every defect. */
class ScriptMutantsIT {
    private static final int SEEDS_MAX = 100;
    private static RedisUnderTest redis;

    /** A defect: a text of the script and its replacement. */
    enum Mutant {
        ONE_TOO_MANY("fold", "or campaign.issued >= campaign.stock then", "or campaign.issued > campaign.stock then"),
        ONE_TOO_MANY_AT_THE_RESUME("fanout", "issued >= stock and SOLD_OUT", "issued > stock and SOLD_OUT"),
        THE_LAST_RECORD_IS_REPEATED("fold", "offsets[fresh] <= applied", "offsets[fresh] < applied"),
        A_GAP_IS_IGNORED("fold", "(not applied or predecessor > applied)", "not applied"),
        TIME_DECREASES("fold", "if times[i] > time then time = times[i] end", "time = times[i]"),
        OPEN_ONE_MILLISECOND_TOO_LONG(
                "fold",
                "or time >= campaign.closes then return outcomeOf",
                "or time > campaign.closes then return outcomeOf"),
        OPENED_TOO_EARLY(
                "fold", "or time < campaign.opens or time >= campaign.closes then", "or time >= campaign.closes then"),
        CLOSED_WHILE_PAUSED("fold", "(time < campaign.closes or campaign.phase == 'P')", "time < campaign.closes"),
        A_TICKET_AFTER_THE_OPENING_TIME("fold", "and time < campaign.opens\n", "\n"),
        SEVERAL_TICKETS("fold", "campaign.limit == 1 or campaign.phase == 'S'", "campaign.limit == 1"),
        THE_SEED_TOO_EARLY(
                "fold",
                "campaign.phase ~= 'S' or time < campaign.opens or campaign.seed",
                "campaign.phase ~= 'S' or campaign.seed"),
        ANY_SEED("fold", "valid == 0 or hash ~= campaign.seedHash", "valid == 0"),
        ANY_ORDER("fanout", "#rank < 32 or not before(drawn, rank)", "#rank < 32"),
        CLIENT_IDS_ARE_IGNORED("fold", "if sub(entries, from + 12, from + 27) == client then", "if false then"),
        CLIENT_IDS_ARE_NOT_STORED_WITH_A_LIMIT_OF_ONE(
                "fold", "if campaign.limit > 1 or campaign.rules > 1 then", "if campaign.limit > 1 then"),
        A_REPEAT_IS_A_DUPLICATE(
                "fold", "campaign.rules > 1 and entries and sameClient", "false and entries and sameClient"),
        A_REPEAT_UNDER_VERSION_1("fold", "campaign.rules > 1 and entries and sameClient", "entries and sameClient"),
        ACTIVATED_RULES_HAVE_NO_EFFECT("fold", "  campaign.rules = version\n", ""),
        THE_RESUME_DROPS_THE_CLIENT_ID(
                "fanout",
                "sub(entries, from + 12, from + width - 1) .. rest",
                "sub(entries, from + 12, from + 11) .. rest"),
        NO_LIMIT("fold", "#entries >= campaign.limit * ENTRY", "#entries > campaign.limit * ENTRY"),
        A_COMMAND_TWICE("fold", "remembered[c][id] or call('HGET', keyOf(c, 3), id)", "remembered[c][id]"),
        A_GRANT_TWICE("fold", "granted[c][name] or call('HEXISTS', keyOf(c, 6), name) == 1", "granted[c][name]"),
        A_GRANT_TO_A_BLOCKED_USER("fold", "blocked[c][user] or (campaign.blocked > 0", "blocked[c][user] or (false"),
        NO_USER_IS_BLOCKED("fold", "if barred[j] == 1 then", "if false then"),
        THE_RESUME_IGNORES_BLOCKED_USERS("fanout", "barred[user] and BLOCKED or ", ""),
        EVERY_USER_IS_ELIGIBLE("fold", "campaign.segments and not eligible(campaign, record)", "false"),
        A_WRONG_FAN_OUT_NUMBER("fanout", "#fanouts / 14 + 1,", "#fanouts / 14,"),
        A_SKIPPED_STEP("fanout", "if at > done + 1 then", "if false then"),
        A_REJECTED_DEFERRED_REQUEST_REMAINS("fanout", "if entries == '' then", "if false then"),
        PURGED_BEFORE_IT_IS_PUBLISHED("fold", "tonumber(string.match(span[3], '^%d+')) > through", "false"),
        PURGED_ALTHOUGH_A_RECOVERY_WOULD_SCHEDULE_IT_AGAIN("fold", "if begins and begins > first and", "if false and"),
        PURGED_WITHIN_A_BATCH("fold", "if kind == 13 and i > fresh then", "if false then"),
        THE_HOLDERS_ARE_NOT_PURGED("fold", "'UNLINK', keyOf(c, 1), keyOf(c, 2),", "'UNLINK', keyOf(c, 1),"),
        THE_COMMANDS_ARE_NOT_PURGED("fold", "keyOf(c, 3), keyOf(c, 4),", "keyOf(c, 4),"),
        NO_TIME_AT_THE_LOW_WATERMARK("fold", "time = tonumber(sub(ARGV[4], 2)) or 0", "time = 0"),
        THE_TIME_AFTER_THE_FIRST_RECORD(
                "fold", "unpack_('>I6', record, 2), earlier)", "unpack_('>I6', record, 2), time)"),
        A_REPEATED_SCHEDULE_IS_NOT_RECORDED("fold", "campaign.repeated = offsets[i] end", "end"),
        A_CLOSING_IS_NOT_RECORDED(
                "fanout",
                "if kind == 4 then call('HSET', KEYS[2], 'ended:'",
                "if false then call('HSET', KEYS[2], 'ended:'");

        private final String script;
        private final String original;
        private final String replacement;

        Mutant(String script, String original, String replacement) {
            this.script = script;
            this.original = original;
            this.replacement = replacement;
        }

        LuaScript mutate(String name) {
            LuaScript unchanged = LuaScript.load("redis/" + name + ".lua");
            if (!name.equals(script)) {
                return unchanged;
            }
            String text = unchanged.getScriptAsString();
            assertThat(text).as("the text that %s replaces", this).containsOnlyOnce(original);
            return new LuaScript(text.replace(original, replacement));
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
    void isDetected(Mutant mutant) {
        RedisPartitionStateStore fold = redis.stateStore(mutant.mutate("fold"), mutant.mutate("fanout"));
        long first = Seeds.one();
        for (int run = 1; run <= SEEDS_MAX; run++) {
            try {
                new FoldRun(redis, fold, first + run).applyAll();
            } catch (AssertionError | RuntimeException caught) { // a damaged state can fail any reader
                System.out.printf("%s is detected by run %d%n", mutant, run);
                assertThatCode(new FoldRun(redis, redis.stateStore(), first + run)::applyAll)
                        .as("run %d of the original scripts, seed %s", run, Seeds.text(first))
                        .doesNotThrowAnyException();
                return;
            }
        }
        throw new AssertionError("not detected: " + mutant + ", seed " + Seeds.text(first));
    }
}
