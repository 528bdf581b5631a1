package com.stockflare.restore.local;

import java.util.List;

/**
 * A PutRecords call that is well formed and names a stream that exists.
 *
 * @param number counts such calls of the server from 1, retries included
 */
public record PutRecordsCall(long number, String stream, List<PutRecordsEntry> records) {}
