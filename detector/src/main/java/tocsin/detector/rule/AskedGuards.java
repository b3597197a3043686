package tocsin.detector.rule;

import tocsin.runtime.definitions.Field;

import java.util.List;

/// The `guards` of a rule: those that its measure can have.
///
/// @param counted of what counts bad ones
/// @param alpha of shares of bad ones, how likely it may be that so many are chance
/// @param usual of what compares with what is usual
record AskedGuards(Guards counted, double alpha, UsualGuards usual) {
    /// Asks for nothing.
    static final AskedGuards NONE = new AskedGuards(Guards.NONE, 1, UsualGuards.NONE);

    private static final List<String> OF_BASELINES =
            List.of("baselineDays", "baselineRps", "poissonAlpha");
    private static final int MOST_DAYS = 7;

    /// Reads them; all of them may be missing.
    static AskedGuards read(Field guards, Measure measure) {
        if (!guards.present()) {
            return NONE;
        }
        var _ = guards.keys();
        if (measure.ofTime() || measure.ofLatest()) {
            throw guards.wrong("count events, and there are none of a gauge; leave them out");
        }
        long minTotal = whole(guards.get("minTotal"));
        if (!(measure instanceof Valued)) {
            refuse(guards, OF_BASELINES, "is only for a rate or a percentile");
            return new AskedGuards(
                    new Guards(whole(guards.get("minBad")), minTotal),
                    number(guards.get("alpha"), 1e-9, 1, 1),
                    UsualGuards.NONE);
        }
        refuse(guards, List.of("minBad", "alpha"), "is of bad ones, and there are none");
        if (measure instanceof Measure.Percentile) {
            refuse(guards, OF_BASELINES.subList(1, OF_BASELINES.size()), "is only for a rate");
        }
        return new AskedGuards(
                Guards.NONE,
                1,
                new UsualGuards(
                        minTotal,
                        days(guards.get("baselineDays")),
                        number(guards.get("baselineRps"), 0, 1e9, 0),
                        number(guards.get("poissonAlpha"), 1e-9, 1, 1)));
    }

    private static void refuse(Field guards, List<String> names, String why) {
        for (var name : names) {
            if (guards.get(name).present()) {
                throw guards.get(name).wrong(why);
            }
        }
    }

    private static long whole(Field guard) {
        return guard.present() ? ConditionReader.whole(guard) : 0;
    }

    private static int days(Field days) {
        if (!days.present()) {
            return 0;
        }
        int read = days.integer();
        if (read < 0 || read > MOST_DAYS) {
            throw days.wrong("must lie between 0 and " + MOST_DAYS);
        }
        return read;
    }

    private static double number(Field number, double least, double most, double absent) {
        if (!number.present()) {
            return absent;
        }
        double read = number.number().doubleValue();
        if (!(read >= least && read <= most)) {
            throw number.wrong("must lie between %s and %s".formatted(least, most));
        }
        return read;
    }
}
