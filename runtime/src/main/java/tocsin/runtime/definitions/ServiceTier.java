package tocsin.runtime.definitions;

/// How much a service matters: 0 earns the money, 3 is missed by nobody.
public final class ServiceTier {
    /// Tiers are 0 to one less.
    public static final int COUNT = 4;

    /// Of a service that says nothing.
    public static final int DEFAULT = 1;

    private static final String ANNOTATION = "tocsin.dev/tier";

    private ServiceTier() {}

    /// What a service's document says: one of our own kind in its spec, OpenSLO's in an annotation.
    ///
    /// @throws UnusableDefinitionException when that is no tier
    public static int of(Document service) {
        var annotation = Field.of(service).get("metadata").get("annotations").get(ANNOTATION);
        return annotation
                .optional()
                .or(() -> Field.of(service).get("spec").get("tier").optional())
                .map(ServiceTier::read)
                .orElse(DEFAULT);
    }

    /// One tier.
    ///
    /// @throws UnusableDefinitionException when it is none
    public static int read(Field tier) {
        int number =
                tier.isText() ? tier.reading(() -> Integer.parseInt(tier.text())) : tier.integer();
        if (number < 0 || number >= COUNT) {
            throw tier.wrong("is " + number + ", tiers are 0 to 3");
        }
        return number;
    }
}
