package com.stockflare.restore.engine;

/** Takes what the person who watches a restore should know although it does not stop it, a sentence at a time. */
@FunctionalInterface
public interface Notes {
    void note(String sentence);
}
