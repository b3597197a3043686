package tocsin.responder.oncall;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Who is on call when. A later layer covers an earlier one where it has somebody; a replacement
/// covers all layers.
///
/// @param zone whose clock on the wall counts
public record Schedule(
        String name,
        ZoneId zone,
        List<Layer> layers,
        List<Replacement> replacements,
        List<Swap> swaps) {

    /// Somebody takes over for a while; of two at the same time the later one in the list counts.
    record Replacement(String person, Span span) {}

    /// Two people take each other's turns for a while.
    record Swap(String one, String other, Span span) {
        String of(String person) {
            if (person.equals(one)) {
                return other;
            }
            return person.equals(other) ? one : person;
        }
    }

    public Schedule {
        layers = List.copyOf(layers);
        replacements = List.copyOf(replacements);
        swaps = List.copyOf(swaps);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("a schedule needs at least one layer");
        }
    }

    /// Who is on call at a moment; nobody in a gap.
    public Optional<String> onCall(Instant at) {
        return replacements.reversed().stream()
                .filter(replacement -> replacement.span.covers(at))
                .findFirst()
                .map(Replacement::person)
                .or(() -> turn(at).map(person -> swapped(person, at)));
    }

    /// Who is on call from when to when, within (from, to), oldest first.
    public List<Shift> shifts(Span window) {
        var edges = new TreeSet<>(edges(window).toList());
        edges.add(window.to());
        var shifts = new ArrayList<Shift>();
        var since = window.from();
        var person = onCall(since);
        for (var edge : edges.tailSet(since, false)) {
            var next = edge.equals(window.to()) ? Optional.<String>empty() : onCall(edge);
            if (edge.equals(window.to()) || !next.equals(person)) {
                var shift = new Span(since, edge);
                person.ifPresent(name -> shifts.add(new Shift(name, shift)));
                since = edge;
                person = next;
            }
        }
        return shifts;
    }

    /// When nobody is on call within a window, oldest first.
    public List<Span> gaps(Span window) {
        var gaps = new ArrayList<Span>();
        var covered = window.from();
        for (var shift : shifts(window)) {
            if (covered.isBefore(shift.span().from())) {
                gaps.add(new Span(covered, shift.span().from()));
            }
            covered = shift.span().to();
        }
        if (covered.isBefore(window.to())) {
            gaps.add(new Span(covered, window.to()));
        }
        return gaps;
    }

    /// Everybody it names.
    public List<String> people() {
        var turns = layers.stream().flatMap(layer -> layer.rotation().members().stream());
        var replacing = replacements.stream().map(Replacement::person);
        var swapping = swaps.stream().flatMap(swap -> Stream.of(swap.one, swap.other));
        return Stream.of(turns, replacing, swapping).flatMap(all -> all).distinct().toList();
    }

    private Optional<String> turn(Instant at) {
        return layers.reversed().stream()
                .flatMap(layer -> layer.onCall(at, zone).stream())
                .findFirst();
    }

    private String swapped(String person, Instant at) {
        var who = person;
        for (var swap : swaps) {
            who = swap.span.covers(at) ? swap.of(who) : who;
        }
        return who;
    }

    /// Moments within the window at which the answer may change.
    private Stream<Instant> edges(Span window) {
        var turns = layers.stream().flatMap(layer -> layer.edges(window.from(), window.to(), zone));
        var spans =
                Stream.concat(
                                replacements.stream().map(Replacement::span),
                                swaps.stream().map(Swap::span))
                        .flatMap(span -> Stream.of(span.from(), span.to()));
        return Stream.concat(turns, spans).filter(window::covers);
    }
}
