package dev.firstcome.user;

import static org.assertj.core.api.Assertions.assertThat;

import dev.firstcome.contracts.Topics;
import dev.firstcome.contracts.user.UserMessage;
import dev.firstcome.platform.events.EventCodec;
import dev.firstcome.testsupport.StallRetry;
import dev.firstcome.user.UserService.Answer;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Operators list the dead letters of a consumer and redrive them after the cause is fixed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLettersIT {
    private static final String PATH = "/ops/dead-letters";
    private static final String MESSAGES = PATH + "?topic=user.messages";
    private static final String REASON = "the consumer accepts them now";

    private UserService service;
    private PublishedEvents events;
    private UserMessageTopic topic;
    private String operator;

    @BeforeAll
    void start(@TempDir Path keys) {
        events = new PublishedEvents();
        topic = new UserMessageTopic();
        service = new UserService(
                keys, UserService.newKeys(), "--spring.main.sources=" + RejectingConsumer.class.getName());
        operator = service.signIn(UserService.OPERATOR, UserService.PASSWORD).text("accessToken");
    }

    @AfterAll
    void stop() {
        service.close();
        topic.close();
        events.close();
    }

    @Test
    void aRedrivenDeadLetterTakesEffectOnce() {
        StallRetry.run(this::redriveOneLetter);
    }

    private void redriveOneLetter() {
        Reader kim = newReader();
        RejectingConsumer.REJECTED_USERS.add(kim.id());
        UserMessage message = topic.message(kim.id());
        RecordMetadata sent = topic.send(message);
        events.await("the user service has consumed the message", () -> kim.messages() == 2);

        List<JsonNode> letters = lettersOf(sent, 2);
        assertThat(letters)
                .extracting(letter -> letter.path("group").asString())
                .containsExactlyInAnyOrder("user-rejecting-pg-1", "user-rejecting-pg-2");
        assertThat(letters).allSatisfy(letter -> {
            assertThat(letter.path("reason").asString()).contains("unknown message kind");
            assertThat(letter.path("type").asString()).isEqualTo("user.message.v1");
            assertThat(letter.path("key").asString()).isEqualTo(kim.id().toString());
            assertThat(letter.has("redriven")).isFalse();
            assertThat(letter.has("payload")).isFalse();
        });
        String first = letters.getFirst().path("id").asString();
        assertThat(get(PATH + "/" + first).text("payload"))
                .contains(message.messageId().toString());

        RejectingConsumer.REJECTED_USERS.clear();
        Answer redriven = redrive(first);
        assertThat(redriven.status()).as("%s", redriven.body()).isEqualTo(200);
        assertThat(redriven.body().path("sent").asBoolean()).isTrue();
        events.await("the second consumer has consumed it", () -> RejectingConsumer.timesConsumed(message) == 1);

        for (JsonNode letter : letters) {
            Answer repeated = redrive(letter.path("id").asString());
            assertThat(repeated.status()).isEqualTo(200);
            assertThat(repeated.body().path("sent").asBoolean()).isFalse();
            assertThat(repeated.body().path("redriven"))
                    .isEqualTo(redriven.body().path("redriven"));
        }
        awaitNoLag();
        assertThat(RejectingConsumer.timesConsumed(message)).isEqualTo(1);
        assertThat(kim.messages()).as("messages in the inbox").isEqualTo(2);
        assertThat(lettersOf(sent, 2)).allMatch(letter -> letter.has("redriven"));
        assertRedrivenCopy(recordsOf(kim), first);
        awaitAuditEntry("POST " + PATH + "/" + first + "/redrive", REASON);
    }

    /** Expects the welcome, the message and its redriven copy with the same partition, key, value and headers. */
    private static void assertRedrivenCopy(List<ConsumerRecord<byte[], byte[]>> records, String letter) {
        assertThat(records).hasSize(3);
        ConsumerRecord<byte[], byte[]> before = records.get(1);
        ConsumerRecord<byte[], byte[]> repeated = records.get(2);
        assertThat(repeated.partition()).isEqualTo(before.partition());
        assertThat(repeated.key()).isEqualTo(before.key());
        assertThat(repeated.value()).isEqualTo(before.value());
        for (String name : List.of(EventCodec.ID, EventCodec.TYPE, EventCodec.TIME, EventCodec.SOURCE)) {
            assertThat(EventCodec.text(repeated.headers(), name))
                    .as(name)
                    .isNotNull()
                    .isEqualTo(EventCodec.text(before.headers(), name));
        }
        assertThat(EventCodec.text(repeated.headers(), "redriven-from")).isEqualTo(letter);
        assertThat(repeated.headers().toArray())
                .noneMatch(header -> header.key().contains("dlt"));
    }

    @Test
    void aSecondFailureIsANewDeadLetterAndConcurrentRedrivesSendItOnce() throws Exception {
        StallRetry.run(this::redriveOneLetterConcurrently);
    }

    private void redriveOneLetterConcurrently() throws Exception {
        Reader kim = newReader();
        RejectingConsumer.REJECTED_USERS.add(kim.id());
        UserMessage message = topic.message(kim.id());
        RecordMetadata sent = topic.send(message);
        Answer failedAgain = redrive(lettersOf(sent, 2).getFirst().path("id").asString());

        JsonNode second = failedAgain.body().path("redriven").path("as");
        List<JsonNode> letters = lettersOf(second, 2);
        RejectingConsumer.REJECTED_USERS.clear();
        List<Callable<Answer>> calls = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            String letter = letters.get(i % 2).path("id").asString();
            calls.add(() -> redrive(letter));
        }
        List<Answer> answers = new ArrayList<>();
        try (ExecutorService operators = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Answer> answer : operators.invokeAll(calls)) {
                answers.add(answer.get());
            }
        }

        assertThat(answers)
                .filteredOn(answer -> answer.body().path("sent").asBoolean())
                .hasSize(1);
        assertThat(answers).allMatch(answer -> answer.status() == 200 || answer.status() == 503);
        awaitNoLag();
        assertThat(RejectingConsumer.timesConsumed(message)).isEqualTo(1);
        assertThat(kim.messages()).isEqualTo(2);
        assertThat(recordsOf(kim)).hasSize(4);
    }

    @Test
    void expiredUndatedAndForgedDeadLettersAreNotRedriven() {
        Reader kim = newReader();
        RecordMetadata old = topic.send(
                topic.message(kim.id()),
                Clock.systemUTC().instant().minus(Duration.ofDays(131)).toString());
        RecordMetadata undated = topic.send(topic.message(kim.id()), "yesterday");
        String forged = topic.forgeLetter(topic.send(topic.message(kim.id())), topic.message(kim.id()));
        String ofOtherTopic = topic.forgeLetter(at(Topics.USER_EVENTS, old.partition(), 0), topic.message(kim.id()));
        String ofMissingOffset =
                topic.forgeLetter(at(Topics.USER_MESSAGES, old.partition(), 1L << 40), topic.message(kim.id()));

        assertProblem(redrive(lettersOf(old, 2).getFirst().path("id").asString()), 409, "DEAD_LETTER_TOO_OLD");
        assertProblem(redrive(lettersOf(undated, 2).getFirst().path("id").asString()), 409, "DEAD_LETTER_TIMELESS");
        assertProblem(redrive(forged), 409, "DEAD_LETTER_NOT_ORIGINAL");
        assertProblem(redrive(ofOtherTopic), 409, "DEAD_LETTER_NOT_ORIGINAL");
        assertProblem(redrive(ofMissingOffset), 409, "DEAD_LETTER_NOT_ORIGINAL");
        awaitNoLag();
        assertThat(recordsOf(kim)).as("the welcome and three messages").hasSize(4);
    }

    @Test
    void aRecordDeletedFromItsTopicIsRedrivenFromItsDeadLetter() {
        StallRetry.run(this::redriveALetterOfADeletedRecord);
    }

    private void redriveALetterOfADeletedRecord() {
        Reader kim = newReader();
        RejectingConsumer.REJECTED_USERS.add(kim.id());
        UserMessage message = topic.message(kim.id());
        RecordMetadata sent = topic.send(message);
        String letter = lettersOf(sent, 2).getLast().path("id").asString();
        events.awaitRecords(Topics.USER_MESSAGES, kim.id(), 2);
        awaitNoLag();
        topic.deleteUpTo(sent);
        RejectingConsumer.REJECTED_USERS.clear();

        assertThat(redrive(letter).body().path("sent").asBoolean()).isTrue();
        events.await("the second consumer has consumed it", () -> RejectingConsumer.timesConsumed(message) == 1);
        assertThat(kim.messages()).isEqualTo(2);
        assertRedrivenCopy(recordsOf(kim), letter);
    }

    @Test
    void pagesListEachDeadLetterOnceNewestFirst() {
        Reader kim = newReader();
        RejectingConsumer.REJECTED_USERS.add(kim.id());
        List<RecordMetadata> sent = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            sent.add(topic.send(topic.message(kim.id())));
        }
        sent.forEach(one -> lettersOf(one, 2));

        List<String> all = ids(get(MESSAGES + "&limit=100"));
        assertThat(all).doesNotHaveDuplicates().hasSizeGreaterThanOrEqualTo(6);
        List<String> paged = new ArrayList<>();
        String before = "";
        while (paged.size() < 6) {
            Answer page = get(MESSAGES + "&limit=2" + before);
            assertThat(ids(page)).hasSize(2);
            paged.addAll(ids(page));
            before = "&before=" + page.text("before");
        }
        assertThat(paged).isEqualTo(all.subList(0, 6));
        String last = get(MESSAGES + "&limit=1").text("before").replaceAll("[0-9]+", "0");
        assertThat(ids(get(MESSAGES + "&before=" + last))).isEmpty();
        assertThat(get(MESSAGES + "&before=" + last).body().has("before")).isFalse();
    }

    @Test
    void onlyOperatorsHaveAccessAndInvalidIdsAreRejected() {
        String user = newReader().token();
        for (String path : List.of(MESSAGES, PATH + "/user.messages:0:0")) {
            assertProblem(service.call("GET", path, user, BodyPublishers.noBody()), 403, "FORBIDDEN");
        }
        Answer redriven = service.call(
                "POST", PATH + "/user.messages:0:0/redrive", user, BodyPublishers.ofString("{\"reason\":\"a test\"}"));
        assertProblem(redriven, 403, "FORBIDDEN");

        assertProblem(get(PATH), 400, "INVALID_FIELD");
        assertThat(get(PATH).text("detail")).contains("coupon.requests, coupon.results, payment.events, user.messages");
        for (String query : List.of(
                "topic=user.events",
                "topic=user.messages&limit=0",
                "topic=user.messages&limit=101",
                "topic=user.messages&before=1",
                "topic=user.messages&before=x")) {
            assertProblem(get(PATH + "?" + query), 400, "INVALID_FIELD");
        }
        for (String id : List.of(
                "user.messages:0",
                "user.messages:00:1",
                "user.messages:0:-1",
                "user.messages:0:1:1",
                "user.messages.dlt:0:x",
                "USER.MESSAGES:0:1",
                "user.messages:0:9999999999999999999")) {
            assertProblem(get(PATH + "/" + id), 400, "INVALID_FIELD");
            assertProblem(redrive(id), 400, "INVALID_FIELD");
        }
        for (String id :
                List.of("user.messages:0:99999999", "user.messages:99:0", "payment.events:0:0", "user.events:0:0")) {
            assertProblem(get(PATH + "/" + id), 404, "NOT_FOUND");
            assertProblem(redrive(id), 404, "NOT_FOUND");
        }
        Answer withoutReason = service.call(
                "POST", PATH + "/user.messages:0:0/redrive", operator, BodyPublishers.ofString("{\"reason\":\" \"}"));
        assertProblem(withoutReason, 400, "INVALID_FIELD");
    }

    private static RecordMetadata at(String topic, int partition, long offset) {
        return new RecordMetadata(new TopicPartition(topic, partition), offset, 0, 0, 0, 0);
    }

    /** A user with an inbox. */
    private record Reader(UserService service, UUID id, String token) {
        int messages() {
            return service.call("GET", "/api/messages", token, BodyPublishers.noBody())
                    .body()
                    .path("items")
                    .size();
        }
    }

    private Reader newReader() {
        String email = UUID.randomUUID() + "@example.com";
        UUID id = UUID.fromString(service.signUp(email).text("userId"));
        Reader reader = new Reader(
                service, id, service.signIn(email, UserService.PASSWORD).text("accessToken"));
        events.await("the welcome is in the inbox", () -> reader.messages() == 1);
        events.awaitRecords(Topics.USER_MESSAGES, id, 1);
        return reader;
    }

    /** Returns all records for this user. A marker record that is sent last proves that none of them is in flight. */
    private List<ConsumerRecord<byte[], byte[]>> recordsOf(Reader reader) {
        RecordMetadata marker = topic.send(topic.message(reader.id()));
        events.await(
                "the marker record is consumed",
                () -> events.records(Topics.USER_MESSAGES, reader.id()).stream()
                        .anyMatch(record -> record.offset() == marker.offset()));
        return events.records(Topics.USER_MESSAGES, reader.id()).stream()
                .filter(record -> record.offset() < marker.offset())
                .toList();
    }

    private List<JsonNode> lettersOf(RecordMetadata origin, int count) {
        return lettersOf(origin.partition(), origin.offset(), count);
    }

    private List<JsonNode> lettersOf(JsonNode origin, int count) {
        return lettersOf(origin.path("partition").asInt(), origin.path("offset").asLong(), count);
    }

    /** Waits until the record has the given number of dead letters, and returns them in list order. */
    private List<JsonNode> lettersOf(int partition, long offset, int count) {
        List<JsonNode> found = new ArrayList<>();
        events.await(count + " dead letters of " + partition + "-" + offset, () -> {
            found.clear();
            for (JsonNode letter : get(MESSAGES + "&limit=100").body().path("items")) {
                JsonNode origin = letter.path("origin");
                if (origin.path("topic").asString("").equals(Topics.USER_MESSAGES)
                        && origin.path("partition").asInt() == partition
                        && origin.path("offset").asLong() == offset) {
                    found.add(letter);
                }
            }
            return found.size() == count;
        });
        return List.copyOf(found);
    }

    private static List<String> ids(Answer page) {
        return page.body()
                .path("items")
                .valueStream()
                .map(letter -> letter.path("id").asString())
                .toList();
    }

    private Answer get(String path) {
        return service.call("GET", path, operator, BodyPublishers.noBody());
    }

    private Answer redrive(String id) {
        return service.call(
                "POST",
                PATH + "/" + id + "/redrive",
                operator,
                BodyPublishers.ofString("{\"reason\":\"" + REASON + "\"}"));
    }

    private void awaitNoLag() {
        for (String consumer : List.of("user-messages-pg-", "user-rejecting-pg-")) {
            events.await(consumer, () -> events.lag(consumer + 1) + events.lag(consumer + 2) == 0);
        }
    }

    private void awaitAuditEntry(String action, String reason) {
        events.await(
                "the audit trail has the call",
                () -> topic.valuesOf(Topics.PLATFORM_AUDIT).stream()
                        .map(entry -> new String(entry, StandardCharsets.UTF_8))
                        .anyMatch(entry -> entry.contains("\"action\":\"" + action + "\"")
                                && entry.contains("\"reason\":\"" + reason + "\"")
                                && entry.contains("\"outcome\":\"200\"")
                                && entry.contains("\"offset\":")));
    }

    private static void assertProblem(Answer answer, int status, String code) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(status);
        assertThat(answer.code()).isEqualTo(code);
        assertThat(answer.text("detail")).isNotBlank();
    }
}
