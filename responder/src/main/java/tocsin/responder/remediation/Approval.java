package tocsin.responder.remediation;

import tocsin.schemas.identity.Ids;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/// One person's yes to exactly one remediation, signed by the operators' API, which has seen the
/// person's token.
///
/// @param action id of the operator's action
/// @param hash of what the person saw, see [Proposal#hash]
/// @param revision of the remediation that the person saw
/// @param approver the name of the token
/// @param validUntil nothing is begun on it after this
/// @param key which key signed it
/// @param signature Ed25519 over [#signed], in Base64
public record Approval(
        String action,
        String remediation,
        String hash,
        int revision,
        String approver,
        Instant at,
        Instant validUntil,
        String key,
        String signature) {

    static final String ALGORITHM = "Ed25519";

    /// Keeps a signature of ours over anything else from passing for an approval.
    private static final String PURPOSE = "tocsin.dev/approval/v1";

    /// The same, signed.
    public Approval signedBy(PrivateKey secret) {
        try {
            var signer = Signature.getInstance(ALGORITHM);
            signer.initSign(secret);
            signer.update(signed());
            return new Approval(
                    action,
                    remediation,
                    hash,
                    revision,
                    approver,
                    at,
                    validUntil,
                    key,
                    Base64.getEncoder().encodeToString(signer.sign()));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /// What is signed: every field but the signature, each after its length in four bytes.
    byte[] signed() {
        return Ids.framed(
                PURPOSE,
                action,
                remediation,
                hash,
                Integer.toString(revision),
                approver,
                Long.toString(at.toEpochMilli()),
                Long.toString(validUntil.toEpochMilli()),
                key);
    }
}
