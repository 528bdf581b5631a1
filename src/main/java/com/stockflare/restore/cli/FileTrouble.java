package com.stockflare.restore.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

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
        if (e instanceof NoSuchFileException) {
            return "there is no such file or folder";
        }
        if (e instanceof FileSystemException trouble) {
            // Without a reason its message is the file's name alone.
            return trouble.getReason() == null ? "the file system does not say why" : trouble.getReason();
        }
        return e.getMessage();
    }
}
