package tocsin.detector.slo;

import tocsin.schemas.identity.Ids;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What an objective counts: one indicator, or several that a composite puts together.
///
/// @param operator how they are put together
public record Parts(Operator operator, List<Part> all) {
    /// The most that a composite has.
    static final int MOST = 20;

    /// How a composite puts its children together.
    enum Operator {
        /// Every event of every child counts, as much as its child weighs.
        SUM,
        /// A time slice is bad when it is bad for any child.
        ANY_BAD,
        /// The error ratio of a time slice is the mean of the children's, by weight.
        WEIGHTED;

        /// The one that is written so.
        static Operator of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }

        /// As it is written in definitions.
        String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public Parts {
        all = List.copyOf(all);
        if (all.isEmpty() || all.size() > MOST) {
            throw new IllegalArgumentException(all.size() + " parts");
        }
    }

    /// Whether there are several.
    boolean composite() {
        return all.size() > 1;
    }

    /// What the heaviest part weighs.
    int heaviest() {
        return all.stream().mapToInt(Part::weight).max().orElse(1);
    }

    /// What tells the counts of one composite from those of another: no sum makes sense of both.
    String identity() {
        var words = new ArrayList<String>();
        words.add(operator.word());
        for (var part : all) {
            words.add(part.sli());
            words.add(part.weight() + "/" + part.budgeting().sliceMillis());
        }
        return operator.word() + "/" + Ids.hex(words.toArray(String[]::new));
    }
}
