package tocsin.detector.slo;

import tocsin.runtime.definitions.DurationText;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Objectives that tests share.
public final class Slos {
    private static final long MONTH = Duration.ofDays(30).toMillis();

    /// The first row of the SRE workbook's table.
    static final BurnPair PAGE_FAST = pair("PAGE_FAST", 14_400, "1h", "5m");

    /// What the demo uses: everything an hour does, in two minutes.
    public static final BurnPolicy DEMO =
            new BurnPolicy("demo", List.of(pair("PAGE_FAST", 14_400, "2m", "20s")), 10_000, 20_000);

    private Slos() {}

    static Slo of(BurnPair... pairs) {
        return of(new BurnPolicy("policy", List.of(pairs), 0, 60_000));
    }

    public static Slo of(BurnPolicy policy) {
        return slo(
                "checkout-availability",
                "checkout",
                "availability",
                "0.999",
                1_000_000,
                true,
                Budgeting.OCCURRENCES,
                Period.rolling(MONTH),
                policy);
    }

    /// One whose events a Prometheus has.
    static Slo of(Queries queries, List<BurnPair> pairs) {
        var policy = new BurnPolicy("policy", pairs, 0, 60_000);
        return new Slo(
                "slo",
                "svc",
                parts("sli", false, queries),
                "0.999",
                1_000_000,
                Budgeting.OCCURRENCES,
                Period.rolling(MONTH),
                policy);
    }

    /// One with a single indicator whose events no Prometheus has.
    static Slo slo(
            String name,
            String service,
            String sli,
            String target,
            long budgetPpb,
            boolean goodCounted,
            Budgeting budgeting,
            Period period,
            BurnPolicy policy) {
        return new Slo(
                name,
                service,
                parts(sli, goodCounted, Queries.NONE),
                target,
                budgetPpb,
                budgeting,
                period,
                policy);
    }

    private static Parts parts(String sli, boolean goodCounted, Queries queries) {
        var part = new Part(sli, goodCounted, queries, 1, Budgeting.OCCURRENCES, Optional.empty());
        return new Parts(Parts.Operator.SUM, List.of(part));
    }

    static BurnPair pair(String name, long factorMilli, String sustained, String recent) {
        return new BurnPair(name, factorMilli, millis(sustained), millis(recent));
    }

    private static long millis(String text) {
        return DurationText.parse(text).toMillis();
    }
}
