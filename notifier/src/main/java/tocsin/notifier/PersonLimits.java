package tocsin.notifier;

import tocsin.notifier.delivery.Pace;
import tocsin.runtime.definitions.Definitions;
import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;

import java.time.Instant;

/// How many pages somebody is sent one by one: what their definition says, or else the setting. A
/// definition that cannot be used is as none: a page is not lost over it.
///
/// @param absent for whoever has no limit of their own
record PersonLimits(Definitions definitions, Pace.Limit absent) implements Pace.Limits {
    @Override
    public Pace.Limit of(String target, Instant now) {
        return definitions.at(now).find("Person", target).map(this::own).orElse(absent);
    }

    private Pace.Limit own(Document person) {
        var pages = Field.of(person).get("spec").get("pages");
        if (!pages.present()) {
            return absent;
        }
        try {
            int atOnce = pages.get("atOnce").integer();
            return pages.get("within")
                    .optional()
                    .map(within -> new Pace.Limit(atOnce, within.duration()))
                    .orElseGet(() -> new Pace.Limit(atOnce));
        } catch (IllegalArgumentException _) {
            return absent;
        }
    }
}
