/** The Lambda handlers: decode the event, run the engine, encode the answer. */
package com.stockflare.restore.lambda;
