package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.MaxRejects;
import com.stockflare.restore.model.NotPossibleException;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import com.stockflare.restore.model.Status;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A world in which a file is restored, by as many invocations as it takes, while all goes wrong that its seed wants. */
final class RestoreWorld {
    static final List<String> IDS = List.of("dropped", "replaced", "again", "forced");

    static final RestoreRequest REQUEST = new RestoreRequest(
            Bench.REQUEST.table(),
            Bench.REQUEST.bucket(),
            Bench.REQUEST.file(),
            null,
            Bench.REQUEST.stream(),
            0,
            Decode.AUTO);

    private static final Instant BEGIN = Instant.parse("2026-11-24T00:00:00Z");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** By then every restore has ended that began before all was calm, and is drained. */
    private static final Duration END = Faults.CALM_AFTER.plus(Duration.ofMinutes(40));

    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final Faults faults;
    private final InMemorySource files = new InMemorySource();
    private final Map<String, SampleBackup> backups = new HashMap<>();
    private final RestoreRequest request;
    private final int mostSegments;

    /** Whether somebody has restores stop and go on. */
    private final boolean isMeddledWith;

    private final InMemoryLedger ledger = new InMemoryLedger(this::instant);
    private final Audit audit = new Audit(time, ledger, this::auditOf);
    private final SimulatedFunction function;

    RestoreWorld(long seed) {
        random = new Random(seed);
        faults = new Faults(random, time);
        EngineOptions options = Bench.options(
                100 + random.nextInt(700),
                faults.upTo(faults.lease().dividedBy(6)).plusMillis(20));
        function = new SimulatedFunction(this, options);
        request = Bench.cut(REQUEST, random.nextBoolean() ? 1 : 2 + random.nextInt(4), MaxRejects.NONE);
        mostSegments = 1 + random.nextInt(3);
        isMeddledWith = random.nextInt(3) == 0;
        drop();
    }

    VirtualTime time() {
        return time;
    }

    RestoreRequest request() {
        return request;
    }

    /** That are worked on at once. */
    int mostSegments() {
        return mostSegments;
    }

    InMemoryLedger ledger() {
        return ledger;
    }

    Faults faults() {
        return faults;
    }

    InMemorySource files() {
        return files;
    }

    Audit audit() {
        return audit;
    }

    Instant instant() {
        return BEGIN.plusNanos(time.nanos());
    }

    /** Puts the file, or another in its place. */
    private void drop() {
        SampleBackup backup = SampleBackup.random(random.nextLong(), 100 + random.nextInt(250));
        files.put(REQUEST.file(), backup.content());
        backups.put(files.head(REQUEST).etag(), backup);
    }

    private RestoreAudit auditOf(RestoreState restore) {
        return new RestoreAudit(
                restore,
                backups.get(restore.file().etag()),
                audit,
                new RestoreAudit.World(
                        faults.isKind() && !isMeddledWith,
                        mostSegments,
                        ledger.lastCallsUntil(REQUEST).orElse(restore.createdAt())));
    }

    /** Lets everything happen, and has the audit look at how it ends. */
    void run() {
        deliverMoreThanOnce(function.begin("dropped", false));
        if (random.nextInt(5) == 0) {
            time.after(soonOrWithin(MINUTE.multipliedBy(2)), this::replace);
        }
        if (random.nextInt(5) == 0) {
            boolean force = random.nextBoolean();
            function.deliver(function.begin(force ? "forced" : "again", force), soonOrWithin(MINUTE));
        }
        if (isMeddledWith) {
            time.after(soonOrWithin(MINUTE.multipliedBy(2)), this::meddle);
            time.after(Faults.CALM_AFTER, this::resumeAll);
        }
        function.watchEach(MINUTE);
        time.await(this::isAtRest, END.toNanos());
        check();
        function.killAll();
        time.await(() -> time.actors() == 0, END.toNanos());
    }

    private void deliverMoreThanOnce(SimulatedFunction.Event event) {
        function.deliver(event, Duration.ZERO);
        if (random.nextInt(3) == 0) {
            function.deliver(event, random.nextBoolean() ? Duration.ZERO : soonOrWithin(MINUTE.multipliedBy(5)));
        }
        if (random.nextInt(5) == 0) {
            function.deliver(event, Faults.CALM_AFTER.plus(faults.upTo(MINUTE.multipliedBy(5))));
        }
    }

    private void replace() {
        drop();
        audit.note("the file is replaced");
        function.deliver(function.begin("replaced", false), soonOrWithin(MINUTE));
    }

    /** Somebody has restores stop and go on, as long as not all is calm. */
    private void meddle() {
        if (faults.isCalm()) {
            return;
        }
        time.after(soonOrWithin(MINUTE.multipliedBy(2)), this::meddle);
        Control control = function.control();
        for (RestoreState restore : ledger.watched()) {
            if (!restore.isOver()) {
                int what = random.nextInt(3);
                audit.note((what == 0 ? "pause " : what == 1 ? "cancel " : "resume ") + restore.restoreId());
                try {
                    switch (what) {
                        case 0 -> control.pause(restore.restoreId());
                        case 1 -> control.cancel(restore.restoreId());
                        default -> control.resume(restore.restoreId());
                    }
                } catch (NotPossibleException e) {
                    // A pause of one that is being cancelled.
                    audit.note(e.getMessage());
                }
                audit.ledgerCalled(null, IDS);
            }
        }
        if (random.nextBoolean()) {
            resumeCancelled();
        }
    }

    private void resumeAll() {
        resumeCancelled();
        ledger.watched().stream()
                .filter(restore -> !restore.isOver())
                .forEach(restore -> function.control().resume(restore.restoreId()));
    }

    private void resumeCancelled() {
        for (String id : IDS) {
            ledger.find(id).filter(r -> r.status() == Status.CANCELLED).ifPresent(restore -> {
                audit.note("resume " + id);
                try {
                    function.control().resume(id);
                    audit.ledgerCalled(null, IDS);
                } catch (NotPossibleException e) {
                    audit.note(e.getMessage());
                    audit.of(id).isKeptFromGoingOn();
                }
            });
        }
    }

    private Duration soonOrWithin(Duration most) {
        return faults.upTo(random.nextBoolean() ? most.dividedBy(100) : most);
    }

    private boolean isAtRest() {
        return function.isIdle() && ledger.watched().isEmpty() && faults.isCalm();
    }

    private void check() {
        if (!isAtRest()) {
            audit.violation("it does not come to rest: " + ledger.watched());
        }
        BackupFile file = files.head(REQUEST);
        audit.restores().forEach(r -> r.checkEnd(!r.now().file().equals(file)));
        if (audit.restores().isEmpty()) {
            audit.violation("it has never begun");
        }
    }
}
