package com.stockflare.restore.aws;

import com.stockflare.restore.engine.ConsumerLag;
import com.stockflare.restore.model.LagReading;
import com.stockflare.restore.model.LagReading.Behind;
import com.stockflare.restore.model.LagReading.NoReader;
import com.stockflare.restore.model.LagReading.Unknown;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * The lag that CloudWatch knows from the GetRecords calls of a stream, whoever makes them: the metric {@code
 * GetRecords.IteratorAgeMilliseconds}. Kinesis does not keep it for who reads by enhanced fan-out.
 */
public final class CloudWatchLag implements ConsumerLag {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    private static final Duration LOOKS_BACK = Duration.ofMinutes(10);

    private final Supplier<CloudWatchClient> newClient;
    private final InstantSource clock;
    private CloudWatchClient client;

    /**
     * Looks at the clients' own account and region.
     *
     * @param newClient asked once, at the first look: an invocation that has begun need not wait for it
     */
    public CloudWatchLag(Supplier<CloudWatchClient> newClient, InstantSource clock) {
        this.newClient = newClient;
        this.clock = clock;
    }

    @Override
    public LagReading read(String stream) {
        try {
            return reading(client().getMetricData(ageOf(stream)).metricDataResults());
        } catch (SdkException e) {
            AwsFailure failure = new AwsFailure(e);
            return new Unknown(
                    failure.isDenied()
                            ? "access is denied. Allow cloudwatch:GetMetricData, which takes only the resource *."
                            : failure.inWords() + ".");
        }
    }

    private synchronized CloudWatchClient client() {
        if (client == null) {
            client = newClient.get();
        }
        return client;
    }

    /** Whole minutes, as the metric has them; the one that has just begun, too. */
    private GetMetricDataRequest ageOf(String stream) {
        Instant minute = clock.instant().truncatedTo(ChronoUnit.MINUTES);
        MetricDataQuery age = MetricDataQuery.builder()
                .id("age")
                .metricStat(s -> s.metric(metric(stream))
                        .period((int) PERIOD.toSeconds())
                        .stat("Maximum"))
                .build();
        return GetMetricDataRequest.builder()
                .startTime(minute.minus(LOOKS_BACK))
                .endTime(minute.plus(PERIOD))
                .scanBy(ScanBy.TIMESTAMP_DESCENDING)
                .metricDataQueries(age)
                .build();
    }

    private static Metric metric(String stream) {
        return Metric.builder()
                .namespace("AWS/Kinesis")
                .metricName("GetRecords.IteratorAgeMilliseconds")
                .dimensions(Dimension.builder().name("StreamName").value(stream).build())
                .build();
    }

    private static LagReading reading(List<MetricDataResult> results) {
        for (MetricDataResult result : results) {
            if (!result.values().isEmpty()) {
                return newest(result);
            }
            if (result.statusCode() != StatusCode.COMPLETE) {
                // Not the same as no data: that would hold the restore.
                return new Unknown("the service answered " + result.statusCodeAsString() + ".");
            }
        }
        return new NoReader();
    }

    private static Behind newest(MetricDataResult result) {
        List<Instant> minutes = result.timestamps();
        int newest = IntStream.range(0, minutes.size())
                .reduce((a, b) -> minutes.get(a).isBefore(minutes.get(b)) ? b : a)
                .orElseThrow();
        long millis = result.values().get(newest).longValue();
        return new Behind(Duration.ofMillis(millis), minutes.get(newest));
    }
}
