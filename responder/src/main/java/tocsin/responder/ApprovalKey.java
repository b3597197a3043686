package tocsin.responder;

import tocsin.responder.remediation.Approval;
import tocsin.responder.remediation.Keys;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// The key that the operators' API signs approvals with. Whoever holds it can approve anything.
public final class ApprovalKey {
    /// Everybody knows this one: it shows what a key looks like, and is refused.
    static final String EXAMPLE =
            "MC4CAQAwBQYDK2VwBCIEIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    private static final String ALGORITHM = "Ed25519";
    private static final String PEM = "-----(BEGIN|END) PRIVATE KEY-----|\\s";

    private final PrivateKey secret;
    private final PublicKey shown;

    private ApprovalKey(PrivateKey secret, PublicKey shown) {
        this.secret = secret;
        this.shown = shown;
    }

    /// An Ed25519 private key as `openssl genpkey -algorithm ed25519` writes it.
    ///
    /// @throws IllegalArgumentException when it is anything else
    public static ApprovalKey parse(String pem) {
        try {
            var secret =
                    KeyFactory.getInstance(ALGORITHM)
                            .generatePrivate(
                                    new PKCS8EncodedKeySpec(
                                            Base64.getDecoder().decode(pem.replaceAll(PEM, ""))));
            return new ApprovalKey(secret, shown((EdECPrivateKey) secret));
        } catch (GeneralSecurityException | IllegalArgumentException | ClassCastException e) {
            throw new IllegalArgumentException("it is no Ed25519 private key in PEM", e);
        }
    }

    /// Whether it is the one of the documentation.
    boolean isExample() {
        return Arrays.equals(secret.getEncoded(), Base64.getDecoder().decode(EXAMPLE));
    }

    /// A new one, in PEM.
    public static String generate() {
        try {
            var pair = KeyPairGenerator.getInstance(ALGORITHM).generateKeyPair();
            return "-----BEGIN PRIVATE KEY-----\n"
                    + Base64.getEncoder().encodeToString(pair.getPrivate().getEncoded())
                    + "\n-----END PRIVATE KEY-----\n";
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has Ed25519", e);
        }
    }

    /// Those who check its signatures need nothing else.
    public Keys keys() {
        return Keys.of(List.of(shown));
    }

    /// The approval, signed.
    public Approval sign(Approval approval) {
        return new Approval(
                        approval.action(),
                        approval.remediation(),
                        approval.hash(),
                        approval.revision(),
                        approval.approver(),
                        approval.at(),
                        approval.validUntil(),
                        Keys.id(shown),
                        "")
                .signedBy(secret);
    }

    /// The JDK derives a public key only while it makes a pair, from 32 bytes that it asks a source
    /// of randomness for; here those of the private key are what it gets.
    private static PublicKey shown(EdECPrivateKey secret) throws GeneralSecurityException {
        var bytes = secret.getBytes().orElseThrow(GeneralSecurityException::new);
        var pairs = KeyPairGenerator.getInstance(ALGORITHM);
        pairs.initialize(
                NamedParameterSpec.ED25519,
                new SecureRandom() {
                    @Override
                    public void nextBytes(byte[] into) {
                        System.arraycopy(bytes, 0, into, 0, into.length);
                    }
                });
        return pairs.generateKeyPair().getPublic();
    }
}
