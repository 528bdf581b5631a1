/** From a backup file's bytes to payloads: rows with their offsets, the item in a row, what a valid item is. */
package com.stockflare.restore.backup;
