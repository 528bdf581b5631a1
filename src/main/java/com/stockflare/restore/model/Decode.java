package com.stockflare.restore.model;

/** How the rows of a backup file are written. */
public enum Decode {
    /** By each row's first byte: an opening brace is JSON, a double quote is quoted CSV, all else is Base64. */
    AUTO,
    /** Every row is Base64, quoted or not. */
    BASE64,
    /** Every row is JSON, quoted as CSV or not. */
    NONE
}
