package com.stockflare.restore.lambda;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.stockflare.restore.model.Fault;
import com.stockflare.restore.model.InvalidRequestException;
import com.stockflare.restore.model.NotPossibleException;
import com.stockflare.restore.model.RestoreException;
import com.stockflare.restore.model.SourceException;
import java.util.List;
import java.util.Map;

/** A call of the API that is not done, and why: a problem of RFC 9457. */
final class ApiProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private static final Map<Integer, String> TITLES = Map.of(
            400, "Bad Request",
            404, "Not Found",
            405, "Method Not Allowed",
            409, "Conflict",
            413, "Content Too Large",
            500, "Internal Server Error",
            503, "Service Unavailable");

    private final int status;
    private final String code;
    private final transient ObjectNode more = JobJson.MAPPER.createObjectNode();
    private final transient Map<String, String> headers;

    /** @param code a word that programs can rely on */
    ApiProblem(int status, String code, String detail) {
        this(status, code, detail, Map.of());
    }

    private ApiProblem(int status, String code, String detail, Map<String, String> headers) {
        super(detail, null, false, false);
        this.status = status;
        this.code = code;
        this.headers = headers;
    }

    /** A path that has other methods than the one that was called. */
    static ApiProblem wrongMethod(String call, String... those) {
        return new ApiProblem(
                405,
                "METHOD_NOT_ALLOWED",
                "There is no " + call + ", only " + String.join(" and ", those),
                Map.of("allow", String.join(", ", those)));
    }

    /** What keeps a call from being done, each for itself. Not found, if nothing else is wrong. */
    static ApiProblem of(List<Fault> faults) {
        boolean allMissing = faults.stream().allMatch(fault -> fault.code().endsWith("_NOT_FOUND"));
        String detail = String.join(
                "; ",
                faults.stream()
                        .map(fault -> fault.detail().replaceFirst("\\.$", ""))
                        .toList());
        ApiProblem problem =
                allMissing ? new ApiProblem(404, "NOT_FOUND", detail) : new ApiProblem(400, "INVALID_REQUEST", detail);
        ArrayNode list = problem.more.putArray("faults");
        for (Fault fault : faults) {
            ObjectNode json = list.addObject();
            if (fault.field() != null) {
                json.put("field", fault.field());
            }
            json.put("code", fault.code()).put("detail", fault.detail());
        }
        return problem;
    }

    static ApiProblem of(RestoreException e) {
        if (e instanceof InvalidRequestException invalid) {
            return of(invalid.faults());
        }
        if (e instanceof NotPossibleException refused) {
            boolean unknown = refused.code().equals(NotPossibleException.Reason.NOT_FOUND.name());
            ApiProblem problem = new ApiProblem(unknown ? 404 : 409, e.code(), e.getMessage());
            problem.more.put("restoreId", refused.restoreId());
            return problem;
        }
        if (e instanceof SourceException && !e.isRetryable()) {
            return of(List.of(new Fault("file", e.code(), e.getMessage())));
        }
        return e.isRetryable()
                ? new ApiProblem(503, "UNAVAILABLE", e.getMessage())
                : new ApiProblem(500, e.code(), e.getMessage());
    }

    /** What it is about is in the log. */
    static ApiProblem fault(String requestId) {
        return new ApiProblem(
                500, "INTERNAL", "A fault of the program. The function's log has more about the request " + requestId);
    }

    ApiAnswer answer(String path) {
        ObjectNode body = JobJson.MAPPER
                .createObjectNode()
                .put("type", "about:blank")
                .put("title", TITLES.get(status))
                .put("status", status)
                .put("code", code)
                .put("detail", getMessage())
                .put("instance", path);
        body.setAll(more);
        return new ApiAnswer(status, "application/problem+json", headers, body);
    }
}
