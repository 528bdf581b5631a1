package com.stockflare.restore.cli;

import com.stockflare.restore.aws.AwsClients;
import com.stockflare.restore.aws.LambdaApi;
import com.stockflare.restore.model.Environment;
import com.stockflare.restore.model.InvalidRequestException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the deployed service is. */
final class ServiceOptions {
    /** The function answers within 30 seconds, or not at all. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(40);

    @Option(
            names = "--stack",
            paramLabel = "STACK",
            description = "Stack of the service; its outputs name the function. If not given: RESTORE_STACK of the"
                    + " environment.")
    private String stack;

    @Option(
            names = "--function",
            paramLabel = "NAME",
            description = "RestoreApiFunction's name, in a stack's stead. If not given: RESTORE_API_FUNCTION of the"
                    + " environment.")
    private String function;

    @Option(
            names = {"-r", "--region"},
            paramLabel = "REGION",
            description = "AWS region of the service. If not given: AWS_REGION of the environment, or what the AWS"
                    + " profile says.")
    private String region;

    @Option(names = "--json", description = "Print JSON as the API has it, for scripts; of a list, one restore a line.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    /** The options that find the same service again. */
    List<String> again() {
        List<String> options = new ArrayList<>();
        if (function != null || stack != null) {
            options.addAll(function != null ? List.of("--function", function) : List.of("--stack", stack));
        }
        if (region != null) {
            options.addAll(List.of("-r", region));
        }
        return options;
    }

    /**
     * Looks the service up.
     *
     * @throws InvalidRequestException if it is not said where it is
     * @throws LambdaApi.CallException if it cannot be found there
     */
    Service find(Map<String, String> variables) {
        Environment environment = new Environment(variables);
        region = region == null ? environment.text("AWS_REGION", null) : region;
        AwsClients clients = new AwsClients(variables, region, CALL_TIMEOUT);
        if (function == null && stack == null) {
            function = environment.text("RESTORE_API_FUNCTION", null);
            stack = environment.text("RESTORE_STACK", null);
        }
        if (function == null && stack == null) {
            throw new InvalidRequestException(
                    "missing: --stack (or RESTORE_STACK), or --function (or RESTORE_API_FUNCTION)");
        }
        String name = function != null ? function : LambdaApi.functionOf(clients, stack);
        return new Service(new LambdaApi(clients, name));
    }
}
