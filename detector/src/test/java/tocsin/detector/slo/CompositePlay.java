package tocsin.detector.slo;

import tocsin.detector.window.Delta;
import tocsin.detector.window.Ring;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Plays samples of several children, ten seconds each, and ticks to one composite.
final class CompositePlay {
    static final long SAMPLE = 10_000;

    private final Slo slo;
    private final List<SloSeries> children = new ArrayList<>();
    private SloSeries whole = new SloSeries(new Ring(), SloState.NEW);

    CompositePlay(Slo slo) {
        this.slo = slo;
        slo.children().forEach(_ -> children.add(new SloSeries(new Ring(), SloState.NEW)));
        watch();
    }

    private void watch() {
        for (int child = 0; child < children.size(); child++) {
            children.get(child).watch(slo.children().get(child));
        }
        whole.watch(slo, children);
    }

    /// Goes on from what is stored.
    void restart() {
        whole = new SloSeries(whole.ring(), whole.state(), whole.totals());
        children.replaceAll(one -> new SloSeries(one.ring(), one.state(), one.totals()));
        watch();
    }

    /// Events of one child in the ten seconds from `start` on.
    void count(int child, long start, long bad, long total) {
        var events = new Delta(start, start + SAMPLE, bad, total);
        whole.count(
                events,
                slo.parts().all().get(child).weight(),
                (_, _) -> {},
                () -> children.get(child).count(start, start + SAMPLE, bad, total, (_, _) -> {}));
    }

    Optional<Change> evaluate(long clock, long watermark) {
        children.forEach(child -> child.advance(watermark, (_, _) -> {}));
        whole.advance(watermark, (_, _) -> {});
        return whole.evaluate(slo, Math.max(clock, whole.ring().last()), watermark);
    }

    Standing standing() {
        return whole.standing(slo);
    }

    SloSeries whole() {
        return whole;
    }
}
