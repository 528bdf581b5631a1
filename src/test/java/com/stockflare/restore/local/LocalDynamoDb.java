package com.stockflare.restore.local;

import java.net.URI;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBRequestHandler;
import software.amazon.dynamodb.services.local.server.LocalDynamoDBServerHandler;
import software.amazon.dynamodb.services.local.shared.access.sqlite.SQLiteLibraryLoader;

/**
 * DynamoDB Local, in memory, on a free port of 127.0.0.1. One set of tables serves every region and every (alphanumeric) access key. Its
 * native SQLite library is unpacked into {@code java.io.tmpdir} and deleted with the JVM.
 */
public final class LocalDynamoDb implements AutoCloseable {

    private final LocalDynamoDBRequestHandler tables;
    private final Server server;
    private final ServerConnector connector;

    private LocalDynamoDb(LocalDynamoDBRequestHandler tables) {
        this.tables = tables;
        server = new Server();
        connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        server.addConnector(connector);
        // DynamoDB Local's own runner would listen on every interface and wants its telemetry's libraries.
        server.setHandler(new LocalDynamoDBServerHandler(tables, null));
    }

    /** Starts with no tables, ready to answer. */
    public static LocalDynamoDb start() {
        try {
            SQLiteLibraryLoader.initialize();
            LocalDynamoDb local = new LocalDynamoDb(new LocalDynamoDBRequestHandler(0, true, null, true, false));
            local.server.start();
            return local;
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not start", e);
        }
    }

    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + connector.getLocalPort());
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("DynamoDB Local does not stop", e);
        } finally {
            tables.shutdown();
        }
    }
}
