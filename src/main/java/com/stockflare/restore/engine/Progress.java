package com.stockflare.restore.engine;

import com.stockflare.restore.model.Checkpoint;

/**
 * How far a run is.
 *
 * @param checkpoint every row before it is settled, and its rejects are written
 * @param bytesRead that this run has fetched
 * @param resent records that the stream did not take at once in this run, each time counted
 * @param shards of the stream, as far as they are known
 */
public record Progress(Checkpoint checkpoint, long bytesRead, long resent, int shards) {}
