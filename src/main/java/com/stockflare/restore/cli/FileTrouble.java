package com.stockflare.restore.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;

/** Says what is wrong with a file of this machine, in words without Java's class names. */
final class FileTrouble {
    private FileTrouble() {}

    /** Without its full stop, such as "access is denied". */
    static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "access is denied";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile() + " is in the way";
        }
        if (e instanceof FileSystemException trouble && trouble.getReason() != null) {
            return trouble.getReason();
        }
        return e.getMessage();
    }
}
