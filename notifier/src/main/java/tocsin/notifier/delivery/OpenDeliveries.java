package tocsin.notifier.delivery;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;
import java.util.stream.Stream;

/// The pages that have not ended, in the order of their commands, by page and by incident.
final class OpenDeliveries {
    private final Map<String, Delivery> byPage = new LinkedHashMap<>();
    private final Map<String, SequencedSet<String>> byIncident = new HashMap<>();

    Optional<Delivery> find(String page) {
        return Optional.ofNullable(byPage.get(page));
    }

    Collection<Delivery> all() {
        return Collections.unmodifiableCollection(byPage.values());
    }

    Stream<Delivery> ofIncident(String incident) {
        return byIncident.getOrDefault(incident, Collections.emptySortedSet()).stream()
                .map(byPage::get)
                .filter(Objects::nonNull);
    }

    void put(Delivery delivery) {
        byPage.put(delivery.page(), delivery);
        byIncident
                .computeIfAbsent(delivery.command().incident(), _ -> new LinkedHashSet<>())
                .add(delivery.page());
    }

    void remove(Delivery delivery) {
        byPage.remove(delivery.page());
        byIncident.computeIfPresent(
                delivery.command().incident(),
                (_, pages) -> {
                    pages.remove(delivery.page());
                    return pages.isEmpty() ? null : pages;
                });
    }
}
