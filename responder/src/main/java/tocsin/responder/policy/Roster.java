package tocsin.responder.policy;

import tocsin.responder.oncall.Schedule;
import tocsin.responder.oncall.Span;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The people, teams and schedules of one set of definitions.
public record Roster(
        Map<String, Person> people, Map<String, Team> teams, Map<String, Schedule> schedules) {

    static final Roster EMPTY = new Roster(Map.of(), Map.of(), Map.of());

    public Roster {
        people = Map.copyOf(people);
        teams = Map.copyOf(teams);
        schedules = Map.copyOf(schedules);
    }

    /// Whom a target means at a moment. Nobody where a schedule has a gap, or where nothing says
    /// how to reach them: then it is the next step's turn.
    public List<Contact> contacts(Target target, Instant at) {
        return switch (target.kind()) {
            case NAME -> List.of(new Contact(target.name(), target.channels(), ""));
            case CHANNEL ->
                    List.of(
                            new Contact(
                                    target.name(),
                                    target.channels().isEmpty()
                                            ? List.of(target.name())
                                            : target.channels(),
                                    target.path()));
            case PERSON -> person(target.name(), target).toList();
            case SCHEDULE ->
                    Optional.ofNullable(schedules.get(target.name())).stream()
                            .flatMap(schedule -> schedule.onCall(at).stream())
                            .flatMap(person -> person(person, target))
                            .toList();
            case TEAM ->
                    Optional.ofNullable(teams.get(target.name())).stream()
                            .flatMap(team -> team(team, target))
                            .toList();
        };
    }

    /// The channels over which a person is told; empty for somebody unknown.
    public List<String> channels(String person) {
        return Optional.ofNullable(people.get(person)).map(Person::channels).orElse(List.of());
    }

    /// Whom another system means by that id; nobody when it is the id of several.
    ///
    /// @param system such as `slack`
    public Optional<String> known(String system, String id) {
        var known =
                people.values().stream()
                        .filter(person -> id.equals(person.contacts().get(system)))
                        .map(Person::name)
                        .toList();
        return known.size() == 1 ? Optional.of(known.getFirst()) : Optional.empty();
    }

    /// What an operator should know before relying on it: people whom nothing tells how to reach,
    /// and times within the window when nobody is on call.
    public List<String> problems(Span window) {
        var problems = new ArrayList<String>();
        for (var schedule : schedules.values()) {
            schedule.people().stream()
                    .filter(person -> !people.containsKey(person))
                    .forEach(person ->
                            problems.add(
                                    "Schedule/%s: there is no Person/%s"
                                            .formatted(schedule.name(), person)));
            schedule.gaps(window).stream()
                    .map(gap ->
                            "Schedule/%s: nobody is on call from %s to %s"
                                    .formatted(schedule.name(), gap.from(), gap.to()))
                    .findFirst()
                    .ifPresent(problems::add);
        }
        for (var team : teams.values()) {
            team.members().stream()
                    .filter(person -> !people.containsKey(person))
                    .forEach(person ->
                            problems.add(
                                    "Team/%s: there is no Person/%s"
                                            .formatted(team.name(), person)));
        }
        return problems.stream().sorted().toList();
    }

    private Stream<Contact> team(Team team, Target target) {
        var channels = target.channels().isEmpty() ? team.channels() : target.channels();
        return channels.isEmpty()
                ? team.members().stream().flatMap(member -> person(member, target))
                : Stream.of(new Contact(team.name(), channels, target.path()));
    }

    private Stream<Contact> person(String name, Target target) {
        var channels = target.channels().isEmpty() ? channels(name) : target.channels();
        return channels.isEmpty()
                ? Stream.empty()
                : Stream.of(new Contact(name, channels, target.path()));
    }
}
