package com.stockflare.restore.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Watches a restore until it is over. */
@Command(
        name = "watch",
        description = "Watches a restore until it is over. Ctrl-C stops watching, not the restore.",
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:all sent",
            "1:failed or cancelled",
            "2:wrong usage",
            "3:all sent but the rejected rows",
            "130:stopped watching by Ctrl-C"
        },
        footer = {
            "  java -jar dynamodb-restore.jar watch --stack dynamodb-restore \\",
            "    4f5c0c3a-0000-4000-8000-000000000000"
        })
final class WatchCommand extends ServiceCommand {
    @Parameters(paramLabel = "ID", description = "The restore's id.")
    private String id;

    WatchCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int run(Service service) {
        path(id);
        return new Watcher(service, id, isJson(), watchCommand(id)).watch(false);
    }
}
