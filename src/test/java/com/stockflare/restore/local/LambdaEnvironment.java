package com.stockflare.restore.local;

import java.util.HashMap;
import java.util.Map;

/** The environment variables of a sandbox: Lambda's own, and what keeps the AWS SDK on this machine. */
final class LambdaEnvironment {

    static final String REGION = "us-east-1";
    static final String ACCOUNT = "000000000000";

    private LambdaEnvironment() {}

    /** All of it: nothing is inherited from this process, whose credentials and endpoints may be real ones. */
    static Map<String, String> of(FunctionSpec spec, String sandbox, String endpoint) {
        Map<String, String> variables = new HashMap<>();
        variables.put("_HANDLER", spec.handler());
        variables.put("LAMBDA_TASK_ROOT", spec.classPath().get(0).toString());
        variables.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
        variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMb()));
        variables.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name());
        variables.put("AWS_LAMBDA_LOG_STREAM_NAME", "[$LATEST]" + sandbox);
        variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        variables.put("LANG", "C.UTF-8");
        variables.put("TZ", ":UTC");
        variables.put("AWS_REGION", REGION);
        variables.put("AWS_DEFAULT_REGION", REGION);
        variables.put("AWS_ACCESS_KEY_ID", "local");
        variables.put("AWS_SECRET_ACCESS_KEY", "local");
        // A service that the function is given no endpoint for answers "unknown operation", not the real one.
        variables.put("AWS_ENDPOINT_URL", endpoint);
        variables.put("AWS_EC2_METADATA_DISABLED", "true");
        variables.put("AWS_CONFIG_FILE", "/dev/null");
        variables.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
        variables.putAll(spec.environment());
        return variables;
    }
}
