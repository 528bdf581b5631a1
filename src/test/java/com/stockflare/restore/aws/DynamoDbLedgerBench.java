package com.stockflare.restore.aws;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.stockflare.restore.aws.ScriptedDynamoDb.Call;
import com.stockflare.restore.aws.ScriptedDynamoDb.Reply;
import com.stockflare.restore.engine.Ledger;
import com.stockflare.restore.engine.Notes;
import com.stockflare.restore.engine.SampleRestores;
import com.stockflare.restore.local.LedgerTable;
import com.stockflare.restore.local.LocalDynamoDb;
import com.stockflare.restore.model.Ending;
import com.stockflare.restore.model.Failure;
import com.stockflare.restore.model.Holding;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.SegmentState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** A ledger whose calls a script may answer, and another one on the same table that nothing keeps from writing. */
abstract class DynamoDbLedgerBench {
    static final InstantSource CLOCK = () -> Instant.parse("2026-01-01T00:00:00Z");
    static final Ending FAILED = Ending.failed(new Failure("F", "Failed."), Instant.parse("2026-01-01T01:00:00Z"));

    private static final Notes UNHEARD = note -> {};

    private static LocalDynamoDb local;
    private static SdkSettings scriptedSettings;
    private static SdkSettings directSettings;
    static ScriptedDynamoDb scripted;
    private static DynamoDbClient throughScript;
    static DynamoDbClient direct;

    final String table = "Ledger-" + UUID.randomUUID();
    final Ledger ledger = new DynamoDbLedger(throughScript, table, CLOCK, UNHEARD);
    final Ledger others = new DynamoDbLedger(direct, table, CLOCK, UNHEARD);
    final RestoreState restore = SampleRestores.restore();
    final String id = restore.restoreId();

    @BeforeAll
    static void start() {
        local = LocalDynamoDb.start();
        scripted = new ScriptedDynamoDb(local.endpoint());
        scriptedSettings = SdkSettings.dynamoDb(scripted.endpoint());
        throughScript = scriptedSettings.clients().dynamoDbWithRetries();
        directSettings = SdkSettings.dynamoDb(local.endpoint());
        direct = directSettings.clients().dynamoDbWithRetries();
    }

    @AfterAll
    static void stop() {
        direct.close();
        throughScript.close();
        directSettings.close();
        scriptedSettings.close();
        scripted.close();
        local.close();
    }

    @BeforeEach
    void createTable() {
        scripted.onCall(Reply::pass);
        LedgerTable.create(direct, table);
    }

    static Function<Call, Reply> loseFirst(String operation, Runnable then) {
        return first(operation, call -> new Reply.Lose(call, then));
    }

    static Function<Call, Reply> first(String operation, Function<Call, Reply> reply) {
        return first(1, operation, reply);
    }

    /** The first so many calls of an operation are dealt with; what follows passes. */
    static Function<Call, Reply> first(int count, String operation, Function<Call, Reply> reply) {
        AtomicInteger calls = new AtomicInteger();
        return call -> call.operation().equals(operation) && calls.incrementAndGet() <= count
                ? reply.apply(call)
                : Reply.pass(call);
    }

    SegmentState taken(String holder) {
        assertTrue(ledger.create(restore, null));
        return take(holder).orElseThrow();
    }

    Optional<SegmentState> take(String holder) {
        return ledger.take(id, restore.segment(0), holding(holder));
    }

    SegmentState segment() {
        return others.find(id).orElseThrow().segment(0);
    }

    Optional<RestoreState> running() {
        return ledger.running(restore.request());
    }

    static Holding holding(String holder) {
        return new Holding(holder, 0, Duration.ofSeconds(30));
    }

    void takeOver(String holder) {
        assertTrue(others.take(id, segment(), holding(holder)).isPresent());
    }
}
