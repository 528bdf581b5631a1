package com.stockflare.restore.cli;

import com.stockflare.restore.engine.DryRunReport;
import com.stockflare.restore.engine.RestoreEngine;
import com.stockflare.restore.engine.Tenure;
import com.stockflare.restore.model.Outcome;
import com.stockflare.restore.model.RejectsException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreJob;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.SourceException.Reason;
import com.stockflare.restore.model.Status;
import com.stockflare.restore.model.TooManyRejectsException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import java.util.function.LongFunction;

/** A restore that a person watches and may stop. Says in the end what came of it, and how to go on where it did not end. */
final class ForegroundRestore implements CtrlC.Words {
    private final RestoreEngine engine;
    private final RestoreJob job;
    private final Path rejects;
    private final LongFunction<String> goOn;
    private final ProgressView view;
    private final AtomicBoolean hasEnded = new AtomicBoolean();

    /**
     * Shows the restore from now on.
     *
     * @param rejects where its rejected rows are found
     * @param goOn the command that goes on from an offset
     */
    ForegroundRestore(RestoreEngine engine, RestoreJob job, Path rejects, LongFunction<String> goOn) {
        this.engine = engine;
        this.job = job;
        this.rejects = rejects;
        this.goOn = goOn;
        this.view = new ProgressView(job, System.err, Terminal.columns());
    }

    /**
     * Restores to the end, or until it is stopped.
     *
     * @param pause how long to wait for a consumer that is too far behind, before looking again
     * @return the exit status
     */
    int run(Duration pause) {
        if (job.file().size() == 0) {
            view.note(job.file().uri() + " is empty: it has no row.");
        }
        // Everything is said before Ctrl-C is let go: a process that it has ended lives no longer than that.
        try (CtrlC ctrlC = new CtrlC(this)) {
            IntSupplier words;
            try {
                Outcome outcome = restore(ctrlC, pause);
                words = () -> ended(outcome, ctrlC.stopSettling());
            } catch (RestoreException e) {
                words = () -> failed(e, ctrlC.isPressed());
            } catch (RuntimeException e) {
                words = () -> broken(e);
            }
            return lastWords(words);
        }
    }

    private Outcome restore(CtrlC ctrlC, Duration pause) {
        long begun = System.nanoTime();
        Outcome outcome = engine.run(job, RestoreEngine.Watch.alone(ctrlC, view));
        while (outcome.status() == Status.HELD && !ctrlC.isPressedWithin(pause)) {
            Duration runningFor = Duration.ofNanos(System.nanoTime() - begun);
            outcome = engine.run(
                    job.withCheckpoint(outcome.checkpoint()),
                    new RestoreEngine.Watch(ctrlC, Tenure.ALONE, view, runningFor, true));
        }
        return outcome;
    }

    /** Ctrl-C has last words of its own, and may come at any moment: who is first says them. */
    private int lastWords(IntSupplier words) {
        if (!hasEnded.compareAndSet(false, true)) {
            return ExitStatus.FAILED;
        }
        view.end();
        return words.getAsInt();
    }

    private int ended(Outcome outcome, boolean givenUp) {
        sayWhatCameOfIt();
        if (!outcome.status().isOver()) {
            sayHowToGoOn("Stopped", givenUp);
            return ExitStatus.FAILED;
        }
        if (job.checkpoint().offset() == 0 && view.counts().isAllBlank()) {
            ErrorLine.print("note: Every row is blank: there was nothing to restore.");
        }
        return outcome.status() == Status.COMPLETED ? ExitStatus.DONE : ExitStatus.DONE_WITH_REJECTS;
    }

    private int failed(RestoreException e, boolean stopped) {
        ErrorLine.print(e.getMessage());
        boolean hasSettled = view.offset() > job.checkpoint().offset();
        if (hasSettled) {
            sayWhatCameOfIt();
        }
        // Going on would mix two files, or send the rest of one that is plainly the wrong one.
        boolean isWrongFile = e instanceof TooManyRejectsException || e.code().equals(Reason.SOURCE_CHANGED.name());
        // The rejects are tried before the restore: what fails now may fail behind rows that were sent.
        boolean maySent = hasSettled || e instanceof RejectsException;
        if (!isWrongFile && (stopped || maySent)) {
            sayHowToGoOn("Not finished", true);
        }
        return ExitStatus.FAILED;
    }

    private int broken(RuntimeException fault) {
        int status = Main.failure(fault);
        sayWhatCameOfIt();
        sayHowToGoOn("Not finished", true);
        return status;
    }

    private void sayWhatCameOfIt() {
        RestoreRequest request = job.request();
        if (request.dryRun()) {
            DryRunReport report = DryRunReport.of(request, view.counts(), view.findings());
            System.out.println(DryRunText.of(request.fileUri(), report));
            return;
        }
        System.out.println(view.summary());
        if (view.counts().rejected() > 0) {
            ErrorLine.print("the rejected rows, and why they were rejected, are in " + rejects);
        }
    }

    /** @param isUnsettled whether calls may have been under way whose end was not awaited */
    private void sayHowToGoOn(String how, boolean isUnsettled) {
        long offset = view.offset();
        ErrorLine.print(how + ": every row before offset " + offset + " is " + settled(isUnsettled)
                + ". Go on from there with:");
        System.err.println("  " + goOn.apply(offset));
    }

    private String settled(boolean isUnsettled) {
        if (job.request().dryRun()) {
            return "checked";
        }
        return isUnsettled
                ? "settled; rows behind it may have been sent, too, and are sent again when you go on"
                : "settled";
    }

    @Override
    public void stopping() {
        if (!hasEnded.get()) {
            view.note("Stopping. What is under way is settled first, for 20 seconds at most.");
        }
    }

    @Override
    public void last() {
        lastWords(this::gaveUp);
    }

    private int gaveUp() {
        if (job.request().dryRun()) {
            sayWhatCameOfIt();
        }
        sayHowToGoOn("Stopped while a call hung", true);
        return ExitStatus.FAILED;
    }
}
