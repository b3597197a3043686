package tocsin.detector.slo;

import java.util.Optional;

/// An indicator that an objective counts: its only one, or one of a composite's.
///
/// @param sli name of the indicator: samples with this name count
/// @param goodCounted whether the indicator counts good events beside all, instead of bad ones
/// @param queries its counters where Prometheus has them
/// @param weight how much it counts, in whole numbers; only how it compares with the others matters
/// @param budgeting what its own counts are: its events, or its time slices
/// @param threshold what it compares, where it measures a value instead of counting events: then
///   each measurement is an event
public record Part(
        String sli,
        boolean goodCounted,
        Queries queries,
        int weight,
        Budgeting budgeting,
        Optional<Threshold> threshold) {}
