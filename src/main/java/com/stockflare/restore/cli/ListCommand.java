package com.stockflare.restore.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.stockflare.restore.model.InvalidRequestException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists restores. */
@Command(
        name = "list",
        description = "Lists restores, the newest first.",
        footer = "  java -jar dynamodb-restore.jar list --stack dynamodb-restore --status RUNNING")
final class ListCommand extends ServiceCommand {
    private static final int MOST_A_CALL = 100;
    private static final String LINE = "%-36s  %-22s  %6s  %13s  %9s  %-20s  %s%n";

    @Option(names = "--status", paramLabel = "STATUS", description = "Only those with it, such as RUNNING or FAILED.")
    private String status;

    @Option(
            names = {"-t", "--table"},
            paramLabel = "TABLE",
            description = "Only those into it.")
    private String table;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "The newest N. If not given: 20.")
    private int limit;

    ListCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int run(Service service) {
        if (limit < 1) {
            throw new InvalidRequestException("--limit must be 1 or more, not " + limit);
        }
        Map<String, String> query = new TreeMap<>();
        if (status != null) {
            query.put("status", status.toUpperCase(Locale.ROOT));
        }
        if (table != null) {
            query.put("table", table);
        }
        int left = limit;
        JsonNode page;
        do {
            query.put("limit", Integer.toString(Math.min(left, MOST_A_CALL)));
            page = service.get("/restores", query);
            print(page.path("restores"), left == limit);
            left -= page.path("restores").size();
            query.put("next", page.path("next").asText());
        } while (left > 0 && page.has("next"));
        if (page.has("next") && !isJson()) {
            ErrorLine.print("note: there may be older ones. Show more than " + limit + " with --limit N.");
        }
        return ExitStatus.DONE;
    }

    private void print(JsonNode restores, boolean isFirst) {
        if (isJson()) {
            restores.forEach(System.out::println);
            return;
        }
        if (isFirst) {
            System.out.printf(Locale.ROOT, LINE, "ID", "STATUS", "DONE", "ROWS", "REJECTED", "BEGUN", "TABLE");
        }
        for (JsonNode restore : restores) {
            RestoreView view = new RestoreView(restore);
            System.out.printf(
                    Locale.ROOT,
                    LINE,
                    view.text("restoreId"),
                    view.status(),
                    view.text("percent") + "%",
                    RestoreView.number(restore.path("rows")),
                    RestoreView.number(restore.path("rejected")),
                    view.text("createdAt").replaceFirst("\\.\\d+", ""),
                    view.target());
        }
    }
}
