package com.stockflare.restore.local;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** The local Kinesis and an independent one keep the same contract. */
@Tag("slow")
class KinesisContractTest {

    abstract static class Local extends KinesisContract implements KinesisStrictContract {
        final LocalKinesis kinesis = LocalKinesis.start();

        @AfterAll
        void stop() {
            kinesis.close();
        }
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class LocalOverCbor extends Local {
        @Override
        KinesisClient connect() {
            return KinesisClients.cbor(kinesis.endpoint());
        }
    }

    @Nested
    @TestInstance(Lifecycle.PER_CLASS)
    class LocalOverJson extends Local {
        @Override
        KinesisClient connect() {
            return KinesisClients.json(kinesis.endpoint());
        }
    }

    /** It speaks JSON only. */
    @Nested
    @Tag("slow")
    @TestInstance(Lifecycle.PER_CLASS)
    class Moto extends KinesisContract {
        private MotoServer moto;

        @BeforeAll
        void start() throws IOException {
            Optional<Path> command = MotoServer.find();
            assumeTrue(command.isPresent(), "skipped: there is no moto_server on the PATH to compare with");
            moto = MotoServer.start(command.get());
        }

        @AfterAll
        void stop() {
            if (moto != null) {
                moto.close();
            }
        }

        @Override
        KinesisClient connect() {
            return KinesisClients.json(moto.endpoint());
        }
    }
}
