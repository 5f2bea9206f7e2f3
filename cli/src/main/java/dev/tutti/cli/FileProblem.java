package dev.tutti.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used; what Java says is often only its name. */
final class FileProblem {
    private FileProblem() {}

    static String of(IOException thrown) {
        return switch (thrown) {
            case NoSuchFileException missing -> "there is no such file or folder";
            case AccessDeniedException denied -> "no permission";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            case CharacterCodingException binary -> "it is not text in UTF-8";
            default -> String.valueOf(thrown.getMessage());
        };
    }
}
