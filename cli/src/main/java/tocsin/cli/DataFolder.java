package tocsin.cli;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The folder that holds everything an installation keeps; used by one process at a time.
final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;

    private DataFolder(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    /// Creates the folder where needed, and takes it.
    ///
    /// @throws UserError when it cannot be written to, or another process has it
    static DataFolder take(Path path) {
        try {
            Files.createDirectories(path);
            var channel =
                    FileChannel.open(
                            path.resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new UserError(
                        "another tocsin uses "
                                + path.toAbsolutePath()
                                + "; stop it, or choose another folder with --data DIR");
            }
            return new DataFolder(path.toAbsolutePath(), channel);
        } catch (IOException e) {
            throw new UserError(
                    "cannot write to "
                            + path.toAbsolutePath()
                            + ": "
                            + e.getClass().getSimpleName()
                            + "; choose another folder with --data DIR");
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    /// Where the broker keeps its log.
    Path kafka() {
        return path.resolve("kafka");
    }

    /// Where a service keeps its state stores.
    Path state(String service) {
        return path.resolve("state").resolve(service);
    }

    /// What the schema registry prints.
    Path registryLog() {
        return path.resolve("registry.log");
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
