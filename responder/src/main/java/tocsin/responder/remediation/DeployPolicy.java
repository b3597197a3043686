package tocsin.responder.remediation;

import tocsin.runtime.definitions.Document;
import tocsin.runtime.definitions.Field;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// When deployments are better left alone: hours of the week, and holidays, as clocks show them in
/// one zone.
///
/// @param services for which it is there; empty for all
public record DeployPolicy(
        String name,
        ZoneId zone,
        Set<String> services,
        List<Avoid> avoid,
        Set<LocalDate> holidays) {

    private static final String END_OF_DAY = "24:00";

    /// Hours to avoid, `[from, to)`, on some days; `to` of midnight is the end of the day.
    record Avoid(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
        Avoid {
            days = Set.copyOf(days);
            if (!to.equals(LocalTime.MIDNIGHT) && !to.isAfter(from)) {
                throw new IllegalArgumentException("from " + from + " to " + to + " is nothing");
            }
        }

        boolean covers(ZonedDateTime now) {
            var time = now.toLocalTime();
            return days.contains(now.getDayOfWeek())
                    && !time.isBefore(from)
                    && (to.equals(LocalTime.MIDNIGHT) || time.isBefore(to));
        }

        private String text() {
            return from + " to " + (to.equals(LocalTime.MIDNIGHT) ? END_OF_DAY : to);
        }
    }

    public DeployPolicy {
        services = Set.copyOf(services);
        avoid = List.copyOf(avoid);
        holidays = Set.copyOf(holidays);
    }

    /// Reads one document.
    static DeployPolicy read(Document document) {
        var spec = Field.of(document).get("spec");
        var services = new HashSet<String>();
        items(spec.get("services")).forEach(one -> services.add(one.text()));
        var holidays = new HashSet<LocalDate>();
        items(spec.get("holidays"))
                .forEach(
                        day -> holidays.add(at(day, LocalDate::parse, "a day such as 2026-12-25")));
        return new DeployPolicy(
                document.name(),
                spec.get("zone").present()
                        ? at(spec.get("zone"), ZoneId::of, "a zone such as Europe/Berlin")
                        : ZoneId.of("UTC"),
                services,
                items(spec.get("avoid")).stream().map(DeployPolicy::avoid).toList(),
                holidays);
    }

    /// Why a deployment of `service` is better left alone at `now`, if it is.
    Optional<String> objection(String service, Instant now) {
        if (!services.isEmpty() && !services.contains(service)) {
            return Optional.empty();
        }
        var there = now.atZone(zone);
        if (holidays.contains(there.toLocalDate())) {
            return Optional.of("%s is a holiday (policy %s)".formatted(there.toLocalDate(), name));
        }
        return avoid.stream()
                .filter(hours -> hours.covers(there))
                .findFirst()
                .map(hours ->
                        "%s from %s is to be avoided, in %s (policy %s)"
                                .formatted(
                                        there.getDayOfWeek()
                                                .getDisplayName(TextStyle.FULL, Locale.ENGLISH),
                                        hours.text(),
                                        zone,
                                        name));
    }

    private static Avoid avoid(Field hours) {
        var days = new HashSet<DayOfWeek>();
        hours.get("days").items().forEach(day -> days.add(day(day)));
        var from = time(hours.get("from"));
        var to = time(hours.get("to"));
        return hours.reading(() -> new Avoid(days, from, to));
    }

    private static DayOfWeek day(Field field) {
        var names =
                Arrays.stream(DayOfWeek.values()).map(day -> day.name().substring(0, 3)).toList();
        return DayOfWeek.of(names.indexOf(field.oneOf(names)) + 1);
    }

    private static LocalTime time(Field field) {
        if (!field.present() || field.text().equals(END_OF_DAY)) {
            return LocalTime.MIDNIGHT;
        }
        return at(field, LocalTime::parse, "a time of day such as 18:00");
    }

    private static <T> T at(Field field, Function<String, T> reader, String rule) {
        try {
            return reader.apply(field.text());
        } catch (DateTimeException _) {
            throw field.wrong("must be " + rule);
        }
    }

    private static List<Field> items(Field list) {
        return list.present() ? list.items() : new ArrayList<>();
    }
}
