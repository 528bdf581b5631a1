package com.stockflare.restore.lambda;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;

/** An invocation whose time passes only when {@link #pass} says so. */
public class FixedTimeContext implements Context {
    private final String requestId;
    private int millisLeft;

    public FixedTimeContext(String requestId, int millisLeft) {
        this.requestId = requestId;
        this.millisLeft = millisLeft;
    }

    FixedTimeContext(int millisLeft) {
        this("request", millisLeft);
    }

    void pass(long millis) {
        millisLeft -= Math.toIntExact(millis);
    }

    @Override
    public int getRemainingTimeInMillis() {
        return millisLeft;
    }

    @Override
    public String getAwsRequestId() {
        return requestId;
    }

    @Override
    public String getLogGroupName() {
        return "log-group";
    }

    @Override
    public String getLogStreamName() {
        return "log-stream";
    }

    @Override
    public String getFunctionName() {
        return "function";
    }

    @Override
    public String getFunctionVersion() {
        return "1";
    }

    @Override
    public String getInvokedFunctionArn() {
        return "arn:aws:lambda:us-east-1:123456789012:function:function";
    }

    @Override
    public CognitoIdentity getIdentity() {
        return null;
    }

    @Override
    public ClientContext getClientContext() {
        return null;
    }

    @Override
    public int getMemoryLimitInMB() {
        return 512;
    }

    @Override
    public LambdaLogger getLogger() {
        throw new UnsupportedOperationException("the handler writes to the standard output");
    }
}
