package com.stockflare.restore.bench;

import java.util.List;

/** One benchmark. */
interface Bench {
    /** By which {@code -Dbench} asks for it. */
    String name();

    /** Measures, and tells what came of it: one line for each figure that is wanted. */
    List<Line> run();
}
