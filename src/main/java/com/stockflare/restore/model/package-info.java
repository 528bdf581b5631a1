/** The values that everything else speaks in. They check themselves and know no library. */
package com.stockflare.restore.model;
