package com.stockflare.restore.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows how a restore stands. */
@Command(
        name = "status",
        description = "Shows how a restore stands.",
        footer = {
            "  java -jar dynamodb-restore.jar status --stack dynamodb-restore \\",
            "    4f5c0c3a-0000-4000-8000-000000000000"
        })
final class StatusCommand extends ServiceCommand {
    @Parameters(paramLabel = "ID", description = "The restore's id.")
    private String id;

    StatusCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int run(Service service) {
        return show(service.get(path(id), Map.of()));
    }
}
