package com.stockflare.restore.local;

import java.util.List;

/**
 * A PutRecords call that is well formed and names a stream that exists.
 *
 * @param number counts the server's PutRecords requests from 1, retries included
 */
public record PutRecordsCall(long number, String stream, List<PutRecordsEntry> records) {}
