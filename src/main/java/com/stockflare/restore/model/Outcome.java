package com.stockflare.restore.model;

/**
 * How far a run of the engine came.
 *
 * @param status how it ended
 * @param checkpoint where the next one starts
 * @param bytesRead that this run fetched, more than it settled where it stopped with parts read ahead
 */
public record Outcome(Status status, Checkpoint checkpoint, long bytesRead) {}
