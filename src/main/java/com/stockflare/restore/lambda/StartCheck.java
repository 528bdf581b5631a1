package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.engine.Chains;
import com.stockflare.restore.engine.Ledger;
import com.stockflare.restore.engine.RestoreEngine;
import com.stockflare.restore.model.Fault;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.RestoreRequest;
import com.stockflare.restore.model.TableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a call of the API has begin, and everything that keeps it from beginning. */
final class StartCheck {
    private static final Set<String> LOOKED_AT = Set.of("table", "bucket", "file", "stream");

    private final Settings settings;
    private final Ledger ledger;
    private final RestoreEngine engine;

    StartCheck(Settings settings, Ledger ledger, RestoreEngine engine) {
        this.settings = settings;
        this.ledger = ledger;
        this.engine = engine;
    }

    /**
     * What is to begin.
     *
     * @throws ApiProblem if the body is too long, or with everything that is wrong
     * @throws RestoreException if the body or the Idempotency-Key makes no sense, or nothing is wrong but that something
     *     cannot be looked at now
     */
    Chains.Start checked(ApiRequest call) {
        ObjectNode body = call.body();
        return checked(body, restoreId(call));
    }

    /** The same key is the same restore, whatever became of it. */
    private static String restoreId(ApiRequest call) {
        String key = call.header("idempotency-key");
        if (key == null) {
            return UUID.randomUUID().toString();
        }
        if (!key.matches("[\\x21-\\x7e]{1,255}")) {
            throw new InvalidRequestException(List.of(Fault.invalid(
                    "Idempotency-Key",
                    "The Idempotency-Key is not right: it must be 1 to 255 visible ASCII characters")));
        }
        return RestoreEvent.restoreId("idempotency-key\n" + key);
    }

    /** Everything that can be wrong is told at once, also where one thing keeps the request from being understood. */
    private Chains.Start checked(ObjectNode body, String id) {
        List<Fault> faults = faults(body, id);
        ObjectNode good = faults.isEmpty() ? body : withPlaceholders(body, faults);
        RestoreEvent.Begin begin = DirectEvent.read(good, settings, id);
        // What a restore needed to begin may be gone since.
        if (ledger.find(id).isEmpty()) {
            addObstacles(begin.request(), faults);
        }
        if (!faults.isEmpty()) {
            throw ApiProblem.of(faults);
        }
        return new Chains.Start(id, begin.request(), begin.force());
    }

    /** @throws RestoreException if nothing is wrong but that something cannot be looked at now */
    private void addObstacles(RestoreRequest request, List<Fault> faults) {
        Set<String> faulty = faults.stream().map(Fault::field).collect(Collectors.toSet());
        Map<String, RestoreException> obstacles = engine.obstacles(request);
        obstacles
                .keySet()
                .removeIf(field -> faulty.contains(field) || (field.equals("file") && faulty.contains("bucket")));
        obstacles.forEach((field, obstacle) -> {
            if (!isFailedLook(obstacle)) {
                faults.add(new Fault(field, obstacle.code(), obstacle.getMessage()));
            }
        });
        if (faults.isEmpty() && !obstacles.isEmpty()) {
            throw obstacles.values().iterator().next();
        }
    }

    /** Of a table that is not active it is known what is wrong, though that may pass, too. */
    private static boolean isFailedLook(RestoreException obstacle) {
        return obstacle.isRetryable() && !obstacle.code().equals(TableException.Reason.TABLE_NOT_ACTIVE.name());
    }

    /** What is wrong with the request itself. */
    private List<Fault> faults(ObjectNode body, String id) {
        List<Fault> faults = new ArrayList<>();
        try {
            DirectEvent.read(body, settings, id);
        } catch (InvalidRequestException e) {
            faults.addAll(e.faults());
        }
        if (faults.stream().noneMatch(fault -> "table".equals(fault.field()))) {
            settings.tables().fault(body.path("table").asText()).ifPresent(faults::add);
        }
        return faults;
    }

    /** Names that may be, but name nothing: what is found out about them is not told. */
    private static ObjectNode withPlaceholders(ObjectNode body, List<Fault> faults) {
        ObjectNode good = body.deepCopy();
        for (Fault fault : faults) {
            if (LOOKED_AT.contains(fault.field())) {
                good.put(fault.field(), "not-given");
            } else {
                good.remove(fault.field());
            }
        }
        return good;
    }
}
