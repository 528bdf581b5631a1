package com.stockflare.restore.local;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A function as it would be deployed.
 *
 * @param name 1 to 64 letters, digits, {@code -} and {@code _}
 * @param handler the handler's class, and {@code ::method} where it implements none of Lambda's interfaces
 * @param timeout of one invocation, counted from the hand-over to the runtime; above zero, at most 15 minutes
 * @param memoryMb 128 to 10,240; 85 % of it becomes the heap
 * @param environment variables of the function; they win over those that the service sets
 * @param classPath the deployment package: directories and jars
 * @param concurrency the most invocations at once; 0 throttles every one
 */
public record FunctionSpec(
        String name,
        String handler,
        Duration timeout,
        int memoryMb,
        Map<String, String> environment,
        List<Path> classPath,
        int concurrency) {

    private static final Duration MAX_TIMEOUT = Duration.ofMinutes(15);

    public FunctionSpec {
        if (!name.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new IllegalArgumentException("not a function's name: " + name);
        }
        if (timeout.isZero() || timeout.isNegative() || timeout.compareTo(MAX_TIMEOUT) > 0) {
            throw new IllegalArgumentException("timeout out of range: " + timeout);
        }
        if (memoryMb < 128 || memoryMb > 10_240) {
            throw new IllegalArgumentException("memory out of range: " + memoryMb);
        }
        if (concurrency < 0) {
            throw new IllegalArgumentException("concurrency out of range: " + concurrency);
        }
        if (classPath.isEmpty()) {
            throw new IllegalArgumentException("no class path");
        }
        environment = Map.copyOf(environment);
        classPath = List.copyOf(classPath);
    }

    /** A function of this project's deployment package with 30 s, 512 MB and a new account's concurrency of 10. */
    public static FunctionSpec of(String name, String handler) {
        return new FunctionSpec(name, handler, Duration.ofSeconds(30), 512, Map.of(), deploymentPackage(), 10);
    }

    public FunctionSpec withTimeout(Duration value) {
        return new FunctionSpec(name, handler, value, memoryMb, environment, classPath, concurrency);
    }

    public FunctionSpec withMemoryMb(int value) {
        return new FunctionSpec(name, handler, timeout, value, environment, classPath, concurrency);
    }

    public FunctionSpec withEnvironment(Map<String, String> value) {
        return new FunctionSpec(name, handler, timeout, memoryMb, value, classPath, concurrency);
    }

    public FunctionSpec withClassPath(List<Path> value) {
        return new FunctionSpec(name, handler, timeout, memoryMb, environment, value, concurrency);
    }

    public FunctionSpec withConcurrency(int value) {
        return new FunctionSpec(name, handler, timeout, memoryMb, environment, classPath, value);
    }

    /**
     * What is deployed, and nothing else: the main classes and the runtime-scope jars that the build copied.
     *
     * @throws IllegalStateException if the build has not copied them
     */
    public static List<Path> deploymentPackage() {
        return withJars(buildDirectory().resolve("classes"));
    }

    /** The test classes in place of the main ones, for handlers that only tests have. */
    static List<Path> testPackage() {
        return withJars(buildDirectory().resolve("test-classes"));
    }

    private static List<Path> withJars(Path classes) {
        Path lib = buildDirectory().resolve("function/lib");
        List<Path> entries = new ArrayList<>(List.of(classes));
        try (Stream<Path> jars = Files.list(lib)) {
            jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().forEach(entries::add);
        } catch (IOException e) {
            throw new IllegalStateException("no " + lib + ": run mvn process-classes", e);
        }
        return entries;
    }

    private static Path buildDirectory() {
        try {
            return Path.of(FunctionSpec.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .getParent();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
