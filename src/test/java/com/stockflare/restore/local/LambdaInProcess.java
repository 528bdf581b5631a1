package com.stockflare.restore.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import com.amazonaws.services.lambda.runtime.serialization.events.LambdaEventSerializers;
import com.amazonaws.services.lambda.runtime.serialization.factories.JacksonFactory;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A sandbox without a process, where the runtime interface client does not run: the handler in this JVM. Its timeout is
 * reported but what runs on is only interrupted, and it cannot be killed. Its environment goes to a constructor that
 * takes a {@code Map<String, String>}; the AWS SDK gets what concerns it as system properties.
 */
final class LambdaInProcess implements LambdaSandbox {

    /** The SDK's variables and the system properties that it reads in their place. */
    private static final Map<String, String> SDK_PROPERTIES = Map.of(
            "AWS_REGION", "aws.region",
            "AWS_ACCESS_KEY_ID", "aws.accessKeyId",
            "AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey",
            "AWS_ENDPOINT_URL", "aws.endpointUrl",
            "AWS_ENDPOINT_URL_S3", "aws.endpointUrlS3",
            "AWS_ENDPOINT_URL_KINESIS", "aws.endpointUrlKinesis",
            "AWS_ENDPOINT_URL_DYNAMODB", "aws.endpointUrlDynamoDb",
            "AWS_ENDPOINT_URL_LAMBDA", "aws.endpointUrlLambda",
            "AWS_ENDPOINT_URL_CLOUDWATCH", "aws.endpointUrlCloudWatch");

    private final FunctionSpec spec;
    private final Map<String, String> environment;
    private final Consumer<String> log;
    private Object handler;
    private volatile boolean reusable = true;

    LambdaInProcess(FunctionSpec spec, Map<String, String> environment, Consumer<String> log) {
        this.spec = spec;
        this.environment = environment;
        this.log = log;
        SDK_PROPERTIES.forEach((variable, property) -> {
            if (environment.containsKey(variable)) {
                System.setProperty(property, environment.get(variable));
            }
        });
    }

    @Override
    public InvocationResult run(LambdaInvocation invocation, Duration timeout) throws InterruptedException {
        long deadlineMs = System.currentTimeMillis() + timeout.toMillis();
        Context context = new LambdaInProcessContext(spec, invocation, deadlineMs, log);
        FutureTask<String> task = new FutureTask<>(() -> {
            LambdaInProcessOutput.sendTo(log);
            return call(invocation.payload(), context);
        });
        Thread thread = new Thread(task, "in-process-" + spec.name());
        thread.setDaemon(true);
        thread.start();
        try {
            return InvocationResult.success(task.get(timeout.toMillis(), TimeUnit.MILLISECONDS));
        } catch (TimeoutException e) {
            kill();
            return LambdaSession.timedOut(invocation.requestId(), "Task", timeout);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            return InvocationResult.error(cause.getClass().getName(), String.valueOf(cause.getMessage()));
        } finally {
            thread.interrupt();
        }
    }

    @Override
    public boolean isReusable() {
        return reusable;
    }

    @Override
    public void kill() {
        reusable = false;
    }

    private String call(String payload, Context context) throws IOException, ReflectiveOperationException {
        if (handler == null) {
            handler = create(Class.forName(spec.handler()));
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (handler instanceof RequestStreamHandler streams) {
            streams.handleRequest(new ByteArrayInputStream(payload.getBytes(UTF_8)), out, context);
        } else {
            callTyped(payload, out, context);
        }
        return out.toString(UTF_8);
    }

    private Object create(Class<?> type) throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Map.class})) {
                return constructor.newInstance(environment);
            }
        }
        return type.getConstructor().newInstance();
    }

    @SuppressWarnings("unchecked")
    private void callTyped(String payload, ByteArrayOutputStream out, Context context)
            throws ReflectiveOperationException {
        Method method = Arrays.stream(handler.getClass().getMethods())
                .filter(m -> m.getName().equals("handleRequest") && !m.isBridge() && m.getParameterCount() == 2)
                .findFirst()
                .orElseThrow(() -> new NoSuchMethodException("handleRequest"));
        Object event = serializer(method.getParameterTypes()[0]).fromJson(payload);
        Object answer = ((RequestHandler<Object, Object>) handler).handleRequest(event, context);
        if (answer != null) {
            ((PojoSerializer<Object>) serializer(method.getReturnType())).toJson(answer, out);
        }
    }

    private static PojoSerializer<?> serializer(Class<?> type) {
        return LambdaEventSerializers.isLambdaSupportedEvent(type.getName())
                ? LambdaEventSerializers.serializerFor(type, type.getClassLoader())
                : JacksonFactory.getInstance().getSerializer(type);
    }
}
