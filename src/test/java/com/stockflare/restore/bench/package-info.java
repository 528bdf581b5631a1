/**
 * The benchmarks: {@code mvn -q -Pbench} runs them all, {@code -Dbench=<name>} one of them. Whatever is measured, and
 * whatever it is compared with, has a JVM of its own on one core; the S3 and the stream that it talks to have another.
 */
package com.stockflare.restore.bench;
