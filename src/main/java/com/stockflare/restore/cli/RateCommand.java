package com.stockflare.restore.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.model.InvalidRequestException;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Changes how fast a restore sends. */
@Command(
        name = "rate",
        description =
                "Has a restore under way send N items a second at most, or with none as many as the stream takes.",
        footer = {
            "  java -jar dynamodb-restore.jar rate --stack dynamodb-restore \\",
            "    4f5c0c3a-0000-4000-8000-000000000000 500"
        })
final class RateCommand extends ServiceCommand {
    @Parameters(index = "0", paramLabel = "ID", description = "The restore's id.")
    private String id;

    @Parameters(index = "1", paramLabel = "N", description = "Items a second, or none.")
    private String rate;

    RateCommand(Map<String, String> environment) {
        super(environment);
    }

    @Override
    int run(Service service) {
        ObjectNode change = Service.MAPPER.createObjectNode();
        if (rate.equals("none")) {
            change.putNull("rate");
        } else if (rate.matches("[1-9]\\d{0,8}")) {
            change.put("rate", Integer.parseInt(rate));
        } else {
            throw new InvalidRequestException("\"" + rate + "\" is no number of items a second, nor none");
        }
        return show(service.patch(path(id), change));
    }
}
