/** The command line. */
package com.stockflare.restore.cli;
