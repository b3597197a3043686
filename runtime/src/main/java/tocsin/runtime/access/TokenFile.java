package tocsin.runtime.access;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// The file of tokens, read anew when it has changed. One that cannot be read leaves what was known
/// in effect: a slip while editing must lock nobody out at night.
public final class TokenFile {
    private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
    private static final long BYTES_MAX = 1024 * 1024;
    private static final long LOOK_EVERY_NANOS = 1_000_000_000L;

    private final Path path;
    private volatile Read current;
    private volatile Optional<String> problem = Optional.empty();

    private record Read(TokenBook tokens, FileTime modified, long size, long lookedNanos) {}

    private TokenFile(Path path, Read current) {
        this.path = path;
        this.current = current;
    }

    /// Reads the file.
    ///
    /// @throws IllegalArgumentException when it cannot be read, or others may write to it
    public static TokenFile open(Path path) {
        try {
            return new TokenFile(path, read(path));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException("tokens of " + path + ": " + reason(e), e);
        }
    }

    /// Whose secret this is, by the file as it was at most a second ago.
    public Optional<Caller> find(String secret, Instant now) {
        renew();
        return current.tokens.find(secret, now);
    }

    /// Why the file as it is now is not in effect, if it is not.
    public Optional<String> problem() {
        renew();
        return problem;
    }

    private synchronized void renew() {
        long now = System.nanoTime();
        var known = current;
        if (now - known.lookedNanos < LOOK_EVERY_NANOS) {
            return;
        }
        current = new Read(known.tokens, known.modified, known.size, now);
        try {
            if (problem.isEmpty()
                    && Files.getLastModifiedTime(path).equals(known.modified)
                    && Files.size(path) == known.size) {
                return;
            }
            current = read(path);
            problem = Optional.empty();
            LOG.info("Tokens read from {}: {}", path, current.tokens.tokens().size());
        } catch (IOException | IllegalArgumentException e) {
            var found = "%s: %s; tokens stay as they were".formatted(path, reason(e));
            if (!problem.equals(Optional.of(found))) {
                LOG.warn("Tokens of {}", found);
            }
            problem = Optional.of(found);
        }
    }

    private static Read read(Path path) throws IOException {
        var modified = Files.getLastModifiedTime(path);
        long size = Files.size(path);
        if (size > BYTES_MAX) {
            throw new IllegalArgumentException("it is over " + BYTES_MAX + " bytes");
        }
        if (writableByOthers(path)) {
            throw new IllegalArgumentException(
                    "others may write to it, and so give themselves any role; chmod go-w it");
        }
        return new Read(
                TokenBook.parse(Files.readAllBytes(path)), modified, size, System.nanoTime());
    }

    private static boolean writableByOthers(Path path) throws IOException {
        try {
            var permissions = Files.getPosixFilePermissions(path);
            return permissions.contains(PosixFilePermission.GROUP_WRITE)
                    || permissions.contains(PosixFilePermission.OTHERS_WRITE);
        } catch (UnsupportedOperationException e) {
            return false;
        }
    }

    /// Changes the file, or begins it: whole or not at all, one after the other.
    ///
    /// @throws IllegalArgumentException when the change makes no sense
    /// @throws IOException when it cannot be read or written
    public static void change(Path path, UnaryOperator<TokenBook> change) throws IOException {
        var lock = path.resolveSibling(path.getFileName() + ".lock");
        try (var channel =
                        FileChannel.open(
                                lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            var before = Files.exists(path) ? read(path).tokens : TokenBook.EMPTY;
            write(path, change.apply(before).json());
        }
    }

    /// Writes a file that nobody else may read.
    public static void write(Path path, byte[] content) throws IOException {
        var next = path.resolveSibling(path.getFileName() + ".next");
        Files.deleteIfExists(next);
        Files.createFile(
                next,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.write(next, content, StandardOpenOption.SYNC);
        Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String reason(Exception e) {
        return e instanceof IOException
                ? "cannot be read: " + e.getClass().getSimpleName()
                : String.valueOf(e.getMessage());
    }
}
