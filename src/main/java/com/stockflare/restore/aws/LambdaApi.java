package com.stockflare.restore.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.stockflare.restore.model.InvalidRequestException;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

/** Calls the function behind the API, and waits for its answer. */
public final class LambdaApi {
    private static final String OUTPUT = "RestoreApiFunctionName";

    private static final String NOT_THERE =
            "there is none of that name in this account and region. Check the name, and the region (-r, or AWS_REGION)";

    private static final JsonMapper MAPPER = new JsonMapper();

    private final LambdaClient lambda;
    private final String function;

    /** @param function its name or ARN */
    public LambdaApi(AwsClients clients, String function) {
        this.lambda = clients.lambda();
        this.function = function;
    }

    /**
     * What keeps a call from being made. Its message is one sentence for the person who makes it.
     */
    public static final class CallException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final boolean mayPass;

        CallException(String message, boolean mayPass) {
            super(message);
            this.mayPass = mayPass;
        }

        /** Whether the same call may succeed later. */
        public boolean mayPass() {
            return mayPass;
        }
    }

    /**
     * The name of a stack's function for this.
     *
     * @throws CallException if it cannot be found
     */
    public static String functionOf(AwsClients clients, String stack) {
        Map<String, String> outputs;
        try (var cloudFormation = clients.cloudFormation()) {
            outputs = cloudFormation.describeStacks(r -> r.stackName(stack)).stacks().stream()
                    .flatMap(found -> found.outputs().stream())
                    .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
        } catch (SdkException e) {
            AwsFailure failure = new AwsFailure(e);
            String why = failure.code().equals("ValidationError")
                    ? NOT_THERE
                    : why(failure, "cloudformation:DescribeStacks");
            throw new CallException("The stack " + stack + " cannot be read: " + why + ".", failure.mayPass());
        }
        return Optional.ofNullable(outputs.get(OUTPUT))
                .orElseThrow(() -> new CallException(
                        "The stack " + stack + " has no output " + OUTPUT
                                + ": it is another one's, or of an older release. Deploy it again.",
                        false));
    }

    /**
     * Invokes the function.
     *
     * @param event and the answer: JSON
     * @throws CallException if there is no answer, or the function has failed
     */
    public String call(String event) {
        InvokeResponse response;
        try {
            response = lambda.invoke(r -> r.functionName(function).payload(SdkBytes.fromString(event, UTF_8)));
        } catch (SdkException e) {
            AwsFailure failure = new AwsFailure(e);
            String why = failure.code().equals("ResourceNotFoundException")
                    ? NOT_THERE
                    : why(failure, "lambda:InvokeFunction");
            throw new CallException("The function " + function + " cannot be called: " + why + ".", failure.mayPass());
        }
        String answer = response.payload().asString(UTF_8);
        if (response.functionError() != null) {
            throw failed(answer);
        }
        return answer;
    }

    /** Says its sentence only: there may be a stack trace beside it. */
    private CallException failed(String answer) {
        String message = errorMessage(answer);
        boolean isInvalid = message.startsWith(InvalidRequestException.CODE);
        return new CallException(
                "The function " + function + " has failed" + (message.isEmpty() ? "" : " with \"" + message + "\"")
                        + (isInvalid ? ". Is it RestoreApiFunction, deployed as the template says?" : ".")
                        + " Its log has more.",
                !isInvalid);
    }

    private static String errorMessage(String answer) {
        try {
            JsonNode message = MAPPER.readTree(answer).path("errorMessage");
            return message.isTextual() ? message.textValue() : "";
        } catch (JsonProcessingException e) {
            return "";
        }
    }

    private static String why(AwsFailure failure, String action) {
        return failure.isDenied() ? "access is denied. Allow " + action + " on it" : failure.inWords();
    }
}
