package com.stockflare.restore.engine;

import com.stockflare.restore.model.ContinuationException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.TablePatterns;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The function that restores, as a service runs it: each event is delivered once or more, to a process of its own, which
 * ends at its timeout at the latest; what has failed or ended without a word is delivered twice more.
 */
final class SimulatedFunction {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final RestoreWorld world;
    private final EngineOptions options;
    private final VirtualTime time;
    private final Faults faults;
    private final Random random;
    private final List<SimulatedProcess> processes = new ArrayList<>();
    private int deliveriesUnderWay;

    SimulatedFunction(RestoreWorld world, EngineOptions options) {
        this.world = world;
        this.options = options;
        this.time = world.time();
        this.faults = world.faults();
        this.random = faults.random();
    }

    /** An event for the function. */
    record Event(String name, int tries, Work work) {
        Event nextTry() {
            return new Event(name, tries - 1, work);
        }
    }

    /** What is done with an event. */
    interface Work {
        void by(Chains chains, Chains.Invocation invocation);
    }

    Event begin(String id, boolean force) {
        Chains.Start start = new Chains.Start(id, world.request(), force);
        return new Event("begin " + id, 3, (chains, invocation) -> chains.begin(start, invocation));
    }

    /** Delivers an event, once. */
    void deliver(Event event, Duration later) {
        deliveriesUnderWay++;
        time.after(later, () -> {
            deliveriesUnderWay--;
            invoke(event);
        });
    }

    /** For somebody who has restores stop and go on. */
    Control control() {
        RestoreEngine onlyForTheFile = new Bench(world.files()).engine();
        return new Control(
                onlyForTheFile, world.ledger(), job -> deliver(goOn(job), faults.upTo(Duration.ofSeconds(2))), rules());
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

    /** Has all restores looked after from time to time, for ever. */
    void watchEach(Duration period) {
        time.after(period, () -> {
            watchEach(period);
            watch();
        });
    }

    void killAll() {
        processes.forEach(SimulatedProcess::kill);
    }

    /** Whether nobody lives, and nobody is about to. */
    boolean isIdle() {
        return deliveriesUnderWay == 0 && time.actors() == 0;
    }

    private void watch() {
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
                                                new FaultyPorts(process, world)),
                                        rules())
                                .look(world.audit()::note)));
    }

    private void invoke(Event event) {
        start(process(), event);
    }

    private SimulatedProcess process() {
        SimulatedProcess process = new SimulatedProcess(processes.size(), time, faults, world.audit());
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
        time.after(in + random.nextLong(lease / 10), () -> {
            if (process.restoreId() != null) {
                RestoreJob job =
                        world.ledger().find(process.restoreId()).orElseThrow().job(process.segment());
                deliver(goOn(job), Duration.ZERO);
            }
        });
    }

    /** Notes whether the run gave up what was not settled. */
    private record Watched(StopSignal stop, SimulatedProcess process) implements StopSignal {
        @Override
        public boolean stopFetching() {
            return stop.stopFetching();
        }

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
        world.audit().note("p" + process.number() + ": " + event.name());
        boolean failed = true;
        try {
            event.work().by(chains(process), new Chains.Invocation(stop, job -> {
                process.worksOn(job);
                return new RecordingListener();
            }));
            failed = false;
        } catch (SimulatedProcess.Killed e) {
            // It is tried again, as one that has failed is.
        } catch (RestoreException e) {
            world.audit().note("p" + process.number() + " fails: " + e.code());
        } catch (RuntimeException e) {
            world.audit().violation("p" + process.number() + " broke: " + e + " at " + e.getStackTrace()[0]);
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
                && world.ledger().find("dropped").isEmpty()) {
            deliver(begin("dropped", false), MINUTE.multipliedBy(5));
        }
    }

    private Chains chains(SimulatedProcess process) {
        FaultyPorts ports = new FaultyPorts(process, world);
        EngineRuntime runtime = new EngineRuntime(options, process, process, new Random(random.nextLong()));
        RestoreEngine engine =
                new RestoreEngine(new RestoreEngine.Ports(ports, ports, ports, TableCatalog.UNKNOWN, ports, runtime));
        return new Chains(engine, ledgerOf(process), job -> goOn(process, job), rules());
    }

    private Ledger ledgerOf(SimulatedProcess process) {
        return new FaultyLedger(world.ledger(), new FaultyPorts(process, world));
    }

    /** The clocks of two machines differ. */
    private Chains.Rules rules() {
        Duration ahead = Duration.ofMillis(random.nextInt(4_000) - 2_000);
        InstantSource clock = () -> world.instant().plus(ahead);
        return new Chains.Rules(clock, faults.lease(), world.mostSegments(), TablePatterns.ANY, Endings.UNHEARD);
    }
}
