package tocsin.detector.rule;

import tocsin.detector.window.Ring;
import tocsin.runtime.definitions.DurationText;

import java.time.Duration;

/// Spans of time that conditions speak of.
final class Spans {
    private static final int REMEMBERED = 10;

    private Spans() {}

    /// The window as a document says it.
    static String over(long window) {
        return "over " + DurationText.of(Duration.ofMillis(window));
    }

    /// How long what was said last counts, in milliseconds.
    static long kept(Condition condition) {
        return REMEMBERED * condition.window();
    }

    /// Whether a service has been silent for so many windows that what it said last counts no more.
    static boolean forgotten(Ring ring, long window, long watermark) {
        return watermark - ring.last() >= REMEMBERED * window;
    }
}
