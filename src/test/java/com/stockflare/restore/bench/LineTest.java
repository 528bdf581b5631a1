package com.stockflare.restore.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    private static final RowKind KIND = RowKind.PAYLOAD_150;

    @Test
    void table_twoLines_isMarkdownWithColumnsAligned() {
        Line good = new Comparison(samples(400, 100, 200), samples(100, 90, 100), "the other", KIND)
                .atLeast(1.9, "a", "all");
        Line bad = new Comparison(samples(1.5e6), samples(2e6), "more", KIND).atLeast(1, "bench", "x");

        assertEquals("""
| benchmark | what | ours                       | compared with          | ratio | wanted | reached |
| --------- | ---- | -------------------------- | ---------------------- | ----- | ------ | ------- |
| a         | all  | 200 rows/s ±75 %, 0 MB/s   | 100 rows/s: the other  | 2.00  | ≥ 1.90 | yes     |
| bench     | x    | 1,500,000 rows/s, 225 MB/s | 2,000,000 rows/s: more | 0.75  | ≥ 1.00 | no      |
""", Line.table(List.of(good, bad)));
    }

    private static Samples samples(double... figures) {
        return new Samples(figures);
    }
}
