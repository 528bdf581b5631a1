package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.engine.Ledger;
import com.stockflare.restore.engine.RestorePage;
import com.stockflare.restore.model.Environment;
import com.stockflare.restore.model.Fault;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.Status;
import java.util.List;
import java.util.Set;

/** The restores that there are, as the API lists them. */
final class RestoreListing {
    private static final int MOST_LISTED = 100;
    private static final int LISTED = 20;

    /** A filter that few restores pass must not read all there are in one call. */
    private static final int MOST_PAGES = 5;

    private final Ledger ledger;
    private final RestoreJson json;

    RestoreListing(Ledger ledger, RestoreJson json) {
        this.ledger = ledger;
        this.json = json;
    }

    /** The page that the call asks for, newest first, and where the next one begins. */
    ObjectNode answer(ApiRequest call) {
        for (String name : call.queryNames()) {
            if (!Set.of("status", "table", "limit", "next").contains(name)) {
                throw new InvalidRequestException(List.of(Fault.invalid(
                        name, "\"" + name + "\" is nothing to ask for: there are status, table, limit and next")));
            }
        }
        Status status = status(call.query("status"));
        String table = call.query("table");
        int limit = limit(call.query("limit"));
        ObjectNode answer = JobJson.MAPPER.createObjectNode();
        var restores = answer.putArray("restores");
        String next = call.query("next");
        for (int page = 0; page < MOST_PAGES && restores.size() < limit; page++) {
            RestorePage found = ledger.newest(limit - restores.size(), next);
            found.restores().stream()
                    .filter(restore -> status == null || restore.status() == status)
                    .filter(restore ->
                            table == null || restore.request().table().equals(table))
                    .forEach(restore -> restores.add(json.brief(restore)));
            next = found.next();
            if (next == null) {
                break;
            }
        }
        return next == null ? answer : answer.put("next", next);
    }

    private static Status status(String name) {
        try {
            return name == null ? null : Status.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(List.of(Fault.invalid(
                    "status",
                    "status \"" + name + "\" is not right: it must be ACCEPTED, RUNNING, PAUSED, HELD, COMPLETED,"
                            + " COMPLETED_WITH_REJECTS, CANCELLED or FAILED")));
        }
    }

    private static int limit(String limit) {
        if (limit == null) {
            return LISTED;
        }
        try {
            return (int) Environment.whole(limit, 1, MOST_LISTED);
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(List.of(
                    Fault.invalid("limit", "limit is not right: it must be a number from 1 to " + MOST_LISTED)));
        }
    }
}
