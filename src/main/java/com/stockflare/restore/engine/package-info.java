/** The loop that restores, and the ports that differ from place to place: source, sink, rejects, clock, when to stop. */
package com.stockflare.restore.engine;
