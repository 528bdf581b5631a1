package com.stockflare.restore.engine;

import com.stockflare.restore.model.BackupFile;
import com.stockflare.restore.model.ContinuationException;
import com.stockflare.restore.model.Decode;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.RestoreState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * A world in which a file is restored, by as many invocations as it takes, while all goes wrong that its seed wants. The
 * functions' service delivers each event once or more, and one that failed twice more.
 */
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
    private final InMemoryLedger ledger = new InMemoryLedger(this::instant);
    private final Audit audit = new Audit(time, ledger, this::auditOf);
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private final EngineOptions options;
    private int deliveriesUnderWay;

    RestoreWorld(long seed) {
        random = new Random(seed);
        faults = new Faults(random, time);
        options = Bench.options(
                100 + random.nextInt(700),
                faults.upTo(faults.lease().dividedBy(6)).plusMillis(20));
        drop();
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
        return new RestoreAudit(restore, backups.get(restore.file().etag()), audit, faults.isKind());
    }

    /** Lets everything happen, and has the audit look at how it ends. */
    void run() {
        deliverMoreThanOnce(begin("dropped", false));
        if (random.nextInt(5) == 0) {
            time.after(soonOrWithin(MINUTE.multipliedBy(2)), this::replace);
        }
        if (random.nextInt(5) == 0) {
            boolean force = random.nextBoolean();
            deliver(begin(force ? "forced" : "again", force), soonOrWithin(MINUTE));
        }
        time.after(MINUTE, this::watch);
        time.await(this::isAtRest, END.toNanos());
        check();
        processes.forEach(SimulatedProcess::kill);
        time.await(() -> time.actors() == 0, END.toNanos());
    }

    private void replace() {
        drop();
        audit.note("the file is replaced");
        deliver(begin("replaced", false), soonOrWithin(MINUTE));
    }

    private Duration soonOrWithin(Duration most) {
        return faults.upTo(random.nextBoolean() ? most.dividedBy(100) : most);
    }

    private boolean isAtRest() {
        return deliveriesUnderWay == 0 && time.actors() == 0 && ledger.watched().isEmpty() && faults.isCalm();
    }

    private void check() {
        if (!isAtRest()) {
            audit.violation("it does not come to rest: " + deliveriesUnderWay + " deliveries, " + ledger.watched());
        }
        BackupFile file = files.head(REQUEST);
        audit.restores().forEach(r -> r.checkEnd(!r.now().file().equals(file)));
        if (audit.restores().isEmpty()) {
            audit.violation("it has never begun");
        }
    }

    /** An event for the function. */
    private record Event(String name, int tries, Work work) {
        Event nextTry() {
            return new Event(name, tries - 1, work);
        }
    }

    /** What is done with an event. */
    private interface Work {
        void by(Chains chains, Chains.Invocation invocation);
    }

    private Event begin(String id, boolean force) {
        Chains.Start start = new Chains.Start(id, REQUEST, force);
        return new Event("begin " + id, 3, (chains, invocation) -> chains.begin(start, invocation));
    }

    private void deliverMoreThanOnce(Event event) {
        deliver(event, Duration.ZERO);
        if (random.nextInt(3) == 0) {
            deliver(event, random.nextBoolean() ? Duration.ZERO : soonOrWithin(MINUTE.multipliedBy(5)));
        }
        if (random.nextInt(5) == 0) {
            deliver(event, Faults.CALM_AFTER.plus(faults.upTo(MINUTE.multipliedBy(5))));
        }
    }

    private void deliver(Event event, Duration later) {
        deliveriesUnderWay++;
        time.after(later, () -> {
            deliveriesUnderWay--;
            invoke(event);
        });
    }

    private static Event goOn(RestoreJob job) {
        return new Event("go on " + job.restoreId(), 3, (chains, invocation) -> chains.goOn(job, invocation));
    }

    private void goOn(SimulatedProcess by, RestoreJob job) {
        boolean refused = faults.happens(0.1);
        boolean unheard = faults.happens(0.1);
        boolean dropped = faults.happens(0.1);
        by.call(() -> {
            if (!refused && !dropped) {
                Event event = goOn(job);
                deliver(event, faults.upTo(Duration.ofSeconds(2)));
                if (faults.happens(0.3)) {
                    deliver(event, faults.happens(0.5) ? faults.upTo(MINUTE) : Duration.ZERO);
                }
            }
            return null;
        });
        if (refused || unheard) {
            by.suffer();
            throw new ContinuationException("restore", "by script", null);
        }
    }

    private void watch() {
        time.after(MINUTE, this::watch);
        SimulatedProcess process = process();
        start(
                process,
                new Event(
                        "watch",
                        1,
                        (chains, invocation) -> new Watchdog(
                                        chains,
                                        new Watchdog.Ports(
                                                ledgerOf(process),
                                                job -> goOn(process, job),
                                                new FaultyPorts(process, this)),
                                        timing())
                                .look(audit::note)));
    }

    private void invoke(Event event) {
        start(process(), event);
    }

    private SimulatedProcess process() {
        SimulatedProcess process = new SimulatedProcess(processes.size(), time, faults, audit);
        processes.add(process);
        return process;
    }

    private void start(SimulatedProcess process, Event event) {
        long timeout = faults.timeout().toNanos();
        long end = time.nanos() + timeout;
        time.after(timeout, process::kill);
        if (faults.happens(0.8)) {
            process.liveFor(1 + (long) Math.pow(2, 9 * random.nextDouble()));
        } else if (faults.happens(0.2)) {
            time.after(faults.upTo(Duration.ofNanos(timeout)), process::kill);
        }
        if (faults.happens(0.3)) {
            stall(process, random.nextLong(timeout));
        }
        Deadline deadline =
                Deadline.of(() -> Duration.ofNanos(end - time.nanos()).toMillis(), null);
        time.start(() -> live(process, event, new Watched(deadline, process)));
    }

    /** Somebody else is about to look after the restore then. */
    private void stall(SimulatedProcess process, long in) {
        long lease = faults.lease().toNanos();
        process.stall(in, random.nextLong(2 * lease));
        time.after(in + random.nextLong(lease / 2), () -> {
            if (process.restoreId() != null) {
                RestoreJob job = ledger.find(process.restoreId()).orElseThrow().job(0);
                deliver(goOn(job), Duration.ZERO);
            }
        });
    }

    /** Notes whether the run gave up what was not settled. */
    private record Watched(StopSignal stop, SimulatedProcess process) implements StopSignal {
        @Override
        public boolean stopReading() {
            return stop.stopReading();
        }

        @Override
        public boolean stopSettling() {
            if (stop.stopSettling()) {
                process.giveUpSettling();
            }
            return stop.stopSettling();
        }
    }

    private void live(SimulatedProcess process, Event event, StopSignal stop) {
        audit.note("p" + process.number() + ": " + event.name());
        boolean failed = true;
        try {
            event.work().by(chains(process), new Chains.Invocation(stop, job -> {
                process.worksOn(job.restoreId());
                return new RecordingListener();
            }));
            failed = false;
        } catch (SimulatedProcess.Killed e) {
            // It is tried again, as one that has failed is.
        } catch (RestoreException e) {
            audit.note("p" + process.number() + " fails: " + e.code());
        } catch (RuntimeException e) {
            audit.violation("p" + process.number() + " broke: " + e + " at " + e.getStackTrace()[0]);
        }
        process.end();
        if (failed) {
            tryAgain(event);
        }
    }

    /** A file whose restore has never begun is dropped again in the end: somebody looks at what has failed. */
    private void tryAgain(Event event) {
        if (event.tries() > 1) {
            deliver(event.nextTry(), MINUTE.multipliedBy(4 - event.tries()));
        } else if (event.name().equals("begin dropped")
                && ledger.find("dropped").isEmpty()) {
            deliver(begin("dropped", false), MINUTE.multipliedBy(5));
        }
    }

    private Chains chains(SimulatedProcess process) {
        FaultyPorts ports = new FaultyPorts(process, this);
        EngineRuntime runtime = new EngineRuntime(options, process, process, new Random(random.nextLong()));
        RestoreEngine engine =
                new RestoreEngine(new RestoreEngine.Ports(ports, ports, ports, TableCatalog.UNKNOWN, ports, runtime));
        return new Chains(engine, ledgerOf(process), job -> goOn(process, job), timing());
    }

    private Ledger ledgerOf(SimulatedProcess process) {
        return new FaultyLedger(ledger, new FaultyPorts(process, this));
    }

    /** The clocks of two machines differ. */
    private Chains.Timing timing() {
        Duration ahead = Duration.ofMillis(random.nextInt(4_000) - 2_000);
        InstantSource clock = () -> instant().plus(ahead);
        return new Chains.Timing(clock, faults.lease());
    }
}
