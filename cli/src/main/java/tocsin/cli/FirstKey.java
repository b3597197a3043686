package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.responder.ApprovalKey;
import tocsin.runtime.access.TokenFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;

/// The keys of a data folder, which `tocsin up` makes: for approvals, and for links to answer by.
final class FirstKey {
    private static final int LINK_KEY_BYTES = 32;

    private FirstKey() {}

    /// Makes the key for approvals where there is none.
    static void make(Path data) {
        make(file(data), "approvals", ApprovalKey::generate);
    }

    static ApprovalKey read(Path data) {
        try {
            return ApprovalKey.parse(Files.readString(file(data)));
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("the key for approvals in " + file(data) + ": " + e.getMessage());
        }
    }

    /// The file with the key for links, which is made where there is none.
    static Path links(Path data) {
        return make(data.resolve("link-key"), "links", FirstKey::linkKey);
    }

    private static String linkKey() {
        var bytes = new byte[LINK_KEY_BYTES];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    private static Path make(Path file, String what, Supplier<String> key) {
        if (Files.exists(file)) {
            return file;
        }
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            TokenFile.write(file, key.get().getBytes(UTF_8));
            return file;
        } catch (IOException e) {
            throw new UserError("the key for " + what + " cannot be written to " + file + ": " + e);
        }
    }

    private static Path file(Path data) {
        return data.resolve("approval-key.pem");
    }
}
