package tocsin.detector.baseline;

/// What is usual at a time.
///
/// @param rung what it was learned from
/// @param learnedFrom of how many weeks that hour, or minutes of the trailing hour; 1 for yesterday
public record Usual(double value, Rung rung, int learnedFrom) {
    /// What there is to compare with, the best last.
    public enum Rung {
        /// The median of the newest hour, in the first day.
        TRAILING_HOUR,
        /// The same hour of the day before, in the first week.
        SAME_HOUR_YESTERDAY,
        /// That hour of the weeks before.
        HOUR_OF_WEEK
    }

    /// For people, such as `at this hour of 3 weeks`.
    public String words() {
        return switch (rung) {
            case TRAILING_HOUR -> "in the hour before";
            case SAME_HOUR_YESTERDAY -> "at this hour yesterday";
            case HOUR_OF_WEEK ->
                    learnedFrom == 1
                            ? "at this hour last week"
                            : "at this hour of the last %d weeks".formatted(learnedFrom);
        };
    }
}
