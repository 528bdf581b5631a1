package com.stockflare.restore.local;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/** What every Kinesis does, seen through the SDK's client. */
abstract class KinesisContract implements KinesisShardContract, KinesisPutContract, KinesisReadContract {
    private ContractStream stream;

    /** A client of the Kinesis under test, with no retries. */
    abstract KinesisClient connect();

    @BeforeEach
    void nameStream() {
        stream = ContractStream.unique(connect());
    }

    @AfterEach
    void closeClient() {
        stream.client().close();
    }

    @Override
    public ContractStream stream() {
        return stream;
    }
}
