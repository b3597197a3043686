package tocsin.detector.rule;

import tocsin.detector.baseline.Learned;
import tocsin.detector.window.Ring;

/// A measure that has a value in a window, which is compared with what is usual.
interface Valued {
    /// The value in the window of this length that ends at `to`.
    double value(Ring ring, Learned learned, long window, long to);

    /// How many events that is made of.
    double events(Ring ring, Learned learned, long window, long to);

    /// A value for people, with its unit.
    String said(double value);

    /// What was measured, for people.
    ///
    /// @param last the window, such as `last 5 min`
    String measured(double value, String last);
}
