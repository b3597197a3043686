package tocsin.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import tocsin.responder.ApprovalKey;
import tocsin.runtime.access.TokenFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The key of a data folder that approvals are signed with, which `tocsin up` makes.
final class FirstKey {
    private FirstKey() {}

    /// Makes it where there is none.
    static void make(Path data) {
        var file = file(data);
        if (Files.exists(file)) {
            return;
        }
        try {
            TokenFile.write(file, ApprovalKey.generate().getBytes(UTF_8));
        } catch (IOException e) {
            throw new UserError("the key for approvals cannot be written to " + file + ": " + e);
        }
    }

    static ApprovalKey read(Path data) {
        try {
            return ApprovalKey.parse(Files.readString(file(data)));
        } catch (IOException | IllegalArgumentException e) {
            throw new UserError("the key for approvals in " + file(data) + ": " + e.getMessage());
        }
    }

    private static Path file(Path data) {
        return data.resolve("approval-key.pem");
    }
}
