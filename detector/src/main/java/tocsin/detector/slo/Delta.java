package tocsin.detector.slo;

/// Events counted in `(start, end]`, epoch milliseconds.
public record Delta(long start, long end, long bad, long total) {}
