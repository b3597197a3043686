package tocsin.detector.window;

import tocsin.runtime.definitions.DurationText;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Locale;

/// Figures in sentences for people.
public final class Figures {
    private static final long MINUTE = 60_000;

    private Figures() {}

    /// A share of 0 to 1, as exactly as it matters.
    public static String percent(double share) {
        if (share == 0 || share == 1) {
            return share == 0 ? "0 %" : "100 %";
        }
        if (share < 0.001) {
            return "less than 0.1 %";
        }
        return share > 0.99 && share < 1
                ? "more than 99 %"
                : String.format(Locale.ROOT, share >= 0.1 ? "%.0f %%" : "%.1f %%", share * 100);
    }

    /// A threshold in parts per billion, exactly.
    public static String percent(long ppb) {
        return BigDecimal.valueOf(ppb, 7).stripTrailingZeros().toPlainString() + " %";
    }

    /// Three digits that count.
    public static String number(double value) {
        return Double.isFinite(value) && value != 0
                ? new BigDecimal(value)
                        .round(new MathContext(3, RoundingMode.HALF_UP))
                        .stripTrailingZeros()
                        .toPlainString()
                : Double.toString(value).replace(".0", "");
    }

    /// All digits, without a fraction of zero.
    public static String plain(double value) {
        return BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
    }

    /// A duration such as `5 min`.
    public static String length(long millis) {
        var text = DurationText.of(Duration.ofMillis(millis));
        return text.endsWith("ms")
                ? text.replace("ms", " ms")
                : text.replace("s", " s")
                        .replace("m", " min")
                        .replace("h", " h")
                        .replace("d", " d");
    }

    /// The newest so many milliseconds: `last minute`, `last 5 min`.
    public static String last(long millis) {
        return "last " + (millis == MINUTE ? "minute" : length(millis));
    }
}
