package com.stockflare.restore.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Has a restore stop or go on. */
abstract class SteerCommand extends ServiceCommand {
    private final String what;

    @Parameters(paramLabel = "ID", description = "The restore's id.")
    private String id;

    private SteerCommand(Map<String, String> environment, String what) {
        super(environment);
        this.what = what;
    }

    @Override
    int run(Service service) {
        return show(service.post(path(id) + "/" + what));
    }

    @Command(
            name = "pause",
            description =
                    "Has a restore stop at its next checkpoints, a few seconds later, and wait until it is resumed.",
            footer = {
                "  java -jar dynamodb-restore.jar pause --stack dynamodb-restore \\",
                "    4f5c0c3a-0000-4000-8000-000000000000"
            })
    static final class Pause extends SteerCommand {
        Pause(Map<String, String> environment) {
            super(environment, "pause");
        }
    }

    @Command(
            name = "resume",
            description = "Has a restore that was paused or cancelled, or has failed, go on where it stood.",
            footer = {
                "  java -jar dynamodb-restore.jar resume --stack dynamodb-restore \\",
                "    4f5c0c3a-0000-4000-8000-000000000000"
            })
    static final class Resume extends SteerCommand {
        Resume(Map<String, String> environment) {
            super(environment, "resume");
        }
    }

    @Command(
            name = "cancel",
            description = "Has a restore stop at its next checkpoints, and end as CANCELLED. What was sent stays sent.",
            footer = {
                "  java -jar dynamodb-restore.jar cancel --stack dynamodb-restore \\",
                "    4f5c0c3a-0000-4000-8000-000000000000"
            })
    static final class Cancel extends SteerCommand {
        Cancel(Map<String, String> environment) {
            super(environment, "cancel");
        }
    }
}
