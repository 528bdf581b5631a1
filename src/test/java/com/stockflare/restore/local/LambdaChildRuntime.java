package com.stockflare.restore.local;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.AWSLambda;
import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.utilslite.SdkInternalThreadLocal;

/** Lambda's runtime interface client, taken from this JVM's class path, and the commands that start it. */
final class LambdaChildRuntime implements AutoCloseable {

    /** It and what it needs, as Lambda's image has them; everything else comes from the deployment package. */
    private static final List<Class<?>> RUNTIME_CLASSES =
            List.of(AWSLambda.class, LambdaRuntime.class, PojoSerializer.class, SdkInternalThreadLocal.class);

    private final Path directory;
    private final Path nativeLibrary;
    private final String runtimeClassPath;

    LambdaChildRuntime() throws IOException {
        directory = Files.createTempDirectory("local-lambda");
        nativeLibrary = directory.resolve("libaws-lambda-jni.so");
        String resource = "/jni/libaws-lambda-jni." + platform() + ".so";
        try (InputStream library = AWSLambda.class.getResourceAsStream(resource)) {
            if (library == null) {
                throw new IOException("the runtime interface client has no " + resource);
            }
            Files.copy(library, nativeLibrary);
        }
        runtimeClassPath = RUNTIME_CLASSES.stream()
                .map(LambdaChildRuntime::jarOf)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    /**
     * The command of one sandbox. Left alone, each child would write the native library to the same place under /tmp
     * and pull it from under the others' feet; here they share one that nobody writes to.
     */
    ProcessBuilder command(FunctionSpec spec, Map<String, String> environment) {
        String classPath = runtimeClassPath
                + spec.classPath().stream()
                        .map(entry -> File.pathSeparator + entry)
                        .collect(Collectors.joining());
        ProcessBuilder command = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + spec.memoryMb() * 85 / 100 + "m",
                "-XX:+ExitOnOutOfMemoryError",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                // The client loads its native library, of which JDK 24 and later warn otherwise.
                "--enable-native-access=ALL-UNNAMED",
                "-Dcom.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI=" + nativeLibrary,
                "-classpath",
                classPath,
                AWSLambda.class.getName(),
                spec.handler());
        command.directory(directory.toFile());
        command.environment().clear();
        command.environment().putAll(environment);
        return command;
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("could not delete " + directory, e);
        }
    }

    private static String platform() throws IOException {
        String architecture = switch (System.getProperty("os.arch")) {
            case "amd64", "x86_64" -> "x86_64";
            default -> "aarch_64";
        };
        boolean musl = Files.readString(Path.of("/proc/self/maps")).contains("/ld-musl-");
        return (musl ? "linux_musl-" : "linux-") + architecture;
    }

    private static String jarOf(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
