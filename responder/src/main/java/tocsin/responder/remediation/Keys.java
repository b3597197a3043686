package tocsin.responder.remediation;

import tocsin.schemas.identity.Ids;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Whose approvals count: the public keys of operators' APIs, by [#id].
public record Keys(Map<String, PublicKey> byId) {
    /// Nobody's.
    public static final Keys NONE = new Keys(Map.of());

    private static final String PEM = "-----(BEGIN|END) PUBLIC KEY-----|\\s";

    public Keys {
        byId = Map.copyOf(byId);
    }

    public static Keys of(List<PublicKey> keys) {
        var byId = new HashMap<String, PublicKey>();
        keys.forEach(key -> byId.put(id(key), key));
        return new Keys(byId);
    }

    /// Public keys in PEM, one after the other.
    ///
    /// @throws IllegalArgumentException when it is anything else
    public static Keys parse(String pem) {
        var keys = new HashMap<String, PublicKey>();
        for (var block : pem.split("(?<=-----END PUBLIC KEY-----)", -1)) {
            if (!block.isBlank()) {
                var key = key(block.replaceAll(PEM, ""));
                keys.put(id(key), key);
            }
        }
        return new Keys(keys);
    }

    private static PublicKey key(String base64) {
        try {
            return KeyFactory.getInstance(Approval.ALGORITHM)
                    .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(base64)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("it is no Ed25519 public key in PEM", e);
        }
    }

    /// What a key is called: the beginning of the SHA-256 of its Base64.
    public static String id(PublicKey key) {
        return Ids.sha256(Base64.getEncoder().encodeToString(key.getEncoded())).substring(0, 16);
    }

    /// Whether an approval was signed by one of them, and is as it was signed.
    public boolean signed(Approval approval) {
        var key = byId.get(approval.key());
        if (key == null) {
            return false;
        }
        try {
            var verifier = Signature.getInstance(Approval.ALGORITHM);
            verifier.initVerify(key);
            verifier.update(approval.signed());
            return verifier.verify(Base64.getDecoder().decode(approval.signature()));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
