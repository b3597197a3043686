package tocsin.detector.slo;

import tocsin.detector.window.WindowSum;
import tocsin.runtime.definitions.DurationText;
import tocsin.runtime.definitions.GroupBy;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.List;

/// A service level objective: the share of events that must be good over a period.
///
/// @param name of the document
/// @param service whose objective it is
/// @param parts what it counts
/// @param target as written, such as `0.999`
/// @param budgetPpb the error budget, 1 - target, in parts per billion
/// @param budgeting what its budget is counted in
/// @param period the compliance period
/// @param groupBy by which labels it is split
/// @param group which of its series this is; [Group#NONE] for the objective as it was defined
public record Slo(
        String name,
        String service,
        Parts parts,
        String target,
        long budgetPpb,
        Budgeting budgeting,
        Period period,
        BurnPolicy policy,
        GroupBy groupBy,
        Group group) {
    private static final long WHOLE = 1_000_000_000L;

    public Slo {
        requireBudget(target, budgetPpb);
        for (var pair : policy.pairs()) {
            requirePossible(pair, target, budgetPpb, period);
            requireSlices(pair, budgeting);
        }
        policy.runways().forEach(runway -> requireReadable(runway, budgeting, period));
    }

    /// @throws IllegalArgumentException when there is no such rate
    static void requireReadable(Runway runway, Budgeting budgeting, Period period) {
        if (runway.overMillis() < budgeting.sliceMillis()
                || runway.overMillis() > period.shortest()) {
            throw new IllegalArgumentException(
                    "%s: no rate can be read over %s: that is shorter than a time slice, or longer than the period"
                            .formatted(runway.name(), text(runway.overMillis())));
        }
    }

    /// One that is not split.
    public Slo(
            String name,
            String service,
            Parts parts,
            String target,
            long budgetPpb,
            Budgeting budgeting,
            Period period,
            BurnPolicy policy) {
        this(
                name,
                service,
                parts,
                target,
                budgetPpb,
                budgeting,
                period,
                policy,
                GroupBy.NONE,
                Group.NONE);
    }

    /// The same for one of its groups.
    public Slo of(Group one) {
        return new Slo(
                name, service, parts, target, budgetPpb, budgeting, period, policy, groupBy, one);
    }

    /// Split by these labels.
    Slo by(GroupBy labels) {
        return new Slo(
                name, service, parts, target, budgetPpb, budgeting, period, policy, labels, group);
    }

    /// @throws IllegalArgumentException when the pair's short window may hold no slice
    static void requireSlices(BurnPair pair, Budgeting budgeting) {
        if (pair.shortMillis() < budgeting.sliceMillis()) {
            throw new IllegalArgumentException(
                    "%s: the short window (%s) is shorter than a time slice (%s)"
                            .formatted(
                                    pair.name(),
                                    text(pair.shortMillis()),
                                    text(budgeting.sliceMillis())));
        }
    }

    /// @throws IllegalArgumentException when the target leaves no budget, or nothing but budget
    static void requireBudget(String target, long budgetPpb) {
        if (budgetPpb < 1 || budgetPpb >= WHOLE) {
            throw new IllegalArgumentException(
                    "target " + target + ": must lie between 0 and 1, both excluded");
        }
    }

    /// @throws IllegalArgumentException when the pair could never fire
    static void requirePossible(BurnPair pair, String target, long budgetPpb, Period period) {
        if (pair.longMillis() > period.shortest()) {
            throw new IllegalArgumentException(
                    "%s: the long window (%s) is longer than the period (%s)"
                            .formatted(
                                    pair.name(), text(pair.longMillis()), text(period.shortest())));
        }
        if (Math.multiplyExact(pair.factorMilli(), budgetPpb) >= WHOLE * 1000) {
            throw new IllegalArgumentException(
                    "%s can never fire: a burn rate of %s is above %s, the most that a target of %s allows"
                            .formatted(
                                    pair.name(),
                                    pair.factorMilli() / 1000.0,
                                    BigDecimal.valueOf(WHOLE)
                                            .divide(
                                                    BigDecimal.valueOf(budgetPpb),
                                                    2,
                                                    RoundingMode.DOWN)
                                            .stripTrailingZeros()
                                            .toPlainString(),
                                    target));
        }
    }

    private static String text(long millis) {
        return DurationText.of(Duration.ofMillis(millis));
    }

    /// Its service, and what part of it.
    String subject() {
        return group.labels().isEmpty() ? service : service + " " + group.text();
    }

    /// Name of its indicator; empty where it has several.
    public String sli() {
        return parts.composite() ? "" : parts.all().getFirst().sli();
    }

    /// Its parts as objectives of their own: what each of them has to do with the whole.
    public List<Slo> children() {
        return parts.composite() ? parts.all().stream().map(this::child).toList() : List.of();
    }

    private Slo child(Part part) {
        var alone = new Parts(Parts.Operator.SUM, List.of(part));
        return new Slo(
                whole() + "/" + part.sli(),
                service,
                alone,
                target,
                budgetPpb,
                part.budgeting(),
                period,
                policy,
                groupBy,
                group);
    }

    /// A window's counts in what the budget is counted in.
    WindowSum counted(WindowSum sum) {
        return budgeting.unit() == 1
                ? sum
                : new WindowSum(
                        sum.bad(), sum.total(), Math.multiplyExact(sum.scale(), budgeting.unit()));
    }

    /// A window's counts as guards look at them: whole events, of slices every part.
    WindowSum guarded(WindowSum sum) {
        return budgeting instanceof Budgeting.Occurrences ? counted(sum) : sum;
    }

    /// Name of its series among those of the service. What counts something else is another series:
    /// no sum makes sense of both.
    public String series() {
        return whole() + group.key();
    }

    private String whole() {
        if (parts.composite()) {
            return name + "\0" + parts.identity();
        }
        return budgeting instanceof Budgeting.Slices
                ? "%s\0%d/%d".formatted(name, budgeting.unit(), budgeting.sliceMillis())
                : name;
    }

    /// The burn rate of a window: 1 = the budget is gone exactly at the period's end.
    double burnRate(WindowSum sum) {
        return sum.errorRatio() * WHOLE / budgetPpb;
    }
}
