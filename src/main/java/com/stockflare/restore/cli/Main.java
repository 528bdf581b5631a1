package com.stockflare.restore.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** Where the command line begins. */
public final class Main {
    /** The metric that tells how far a consumer is behind has a new value every minute. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(new RestoreCommand(System.getenv(), PAUSE), System.getenv(), args));
    }

    /** The exit status. */
    static int run(RestoreCommand command, Map<String, String> environment, String... args) {
        try {
            int status = new CommandLine(command)
                    .addSubcommand(new StartCommand(environment))
                    .addSubcommand(new StatusCommand(environment))
                    .addSubcommand(new ListCommand(environment))
                    .addSubcommand(new WatchCommand(environment))
                    .addSubcommand(new SteerCommand.Pause(environment))
                    .addSubcommand(new SteerCommand.Resume(environment))
                    .addSubcommand(new SteerCommand.Cancel(environment))
                    .addSubcommand(new RateCommand(environment))
                    .setExpandAtFiles(false) // a key may begin with @
                    .setAllowSubcommandsAsOptionParameters(true) // a table may be named status
                    .setExecutionStrategy(Main::execute)
                    .setParameterExceptionHandler((e, unused) -> usageError(inPlainWords(e)))
                    .setExecutionExceptionHandler((e, unused, alsoUnused) -> failure(e))
                    .execute(args);
            return isOutputLost() && status == ExitStatus.DONE ? ExitStatus.FAILED : status;
        } catch (Error e) {
            return failure(e);
        }
    }

    /** An option in front of a command is one of a restore in the foreground: the command would go on without it. */
    private static int execute(ParseResult parsed) {
        Integer helped = CommandLine.executeHelpRequest(parsed);
        if (helped != null) {
            return helped;
        }
        if (parsed.hasSubcommand() && !parsed.matchedOptions().isEmpty()) {
            return usageError(inFront(parsed, parsed.subcommand().commandSpec()));
        }
        return new RunLast().execute(parsed);
    }

    private static String inFront(ParseResult parsed, CommandSpec command) {
        String option = parsed.matchedOptions().get(0).longestName();
        return command.findOption(option) == null
                ? option + " is no option of " + command.name()
                : option + " must come behind the command: " + command.name() + " " + option + " ...";
    }

    /** Says so where standard output could not be written to, as to a full disk. A reader that has gone wants no more. */
    private static boolean isOutputLost() {
        if (!System.out.checkError()) {
            return false;
        }
        String why = "some of it is missing";
        try {
            // Java's own stream does not tell why.
            new FileOutputStream(FileDescriptor.out).write('\n');
        } catch (IOException e) {
            if ("Broken pipe".equals(e.getMessage())) {
                return false;
            }
            why = FileTrouble.of(e);
        }
        ErrorLine.print("Standard output cannot be written to: " + why + ".");
        return true;
    }

    /** The library names Java's types and indexes, and tells of what is missing before what is unknown. */
    private static String inPlainWords(ParameterException e) {
        CommandLine command = e.getCommandLine();
        ParseResult before =
                command.getParent() == null ? null : command.getParent().getParseResult();
        if (before != null && !before.matchedOptions().isEmpty()) {
            return inFront(before, command.getCommandSpec());
        }
        List<String> unknown = command.getUnmatchedArguments();
        if (unknown.isEmpty()) {
            return e.getMessage().replaceFirst("' is not an? (int|long)$", "' is not a whole number, or is too large");
        }
        if (unknown.get(0).startsWith("-") || command.getSubcommands().isEmpty()) {
            return optionOfCommands(command, unknown.get(0).replaceFirst("=.*", ""))
                    .orElseGet(() -> new UnmatchedArgumentException(command, unknown).getMessage());
        }
        return "There is no command '" + unknown.get(0) + "': there are "
                + String.join(", ", command.getSubcommands().keySet());
    }

    /** What only commands know, and stands in front of one. */
    private static Optional<String> optionOfCommands(CommandLine command, String option) {
        return command.getSubcommands().values().stream()
                .map(CommandLine::getCommandSpec)
                .filter(known -> known.findOption(option) != null)
                .findFirst()
                .map(known -> option + " is an option of commands, and must come behind one, such as: " + known.name()
                        + " " + option + " ...");
    }

    static int usageError(String message) {
        ErrorLine.print(message + " (--help shows how to use it)");
        return ExitStatus.USAGE;
    }

    static int failure(Throwable e) {
        ErrorLine.print("something went wrong that should not have: " + e
                + ". What was settled stays settled; please report this.");
        return ExitStatus.FAILED;
    }
}
