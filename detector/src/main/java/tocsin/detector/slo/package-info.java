/// Service level objectives, error budgets and burn rates, exactly as the SRE workbook (chapter 5)
/// defines them, on rings of buckets. Pure: told the time, returns what happened. Times inside the
/// engine are epoch milliseconds of event time, since every sample passes here.
@NullMarked
package tocsin.detector.slo;

import org.jspecify.annotations.NullMarked;
