package tocsin.ingest.prometheus;

import tocsin.ingest.input.ServiceName;

import java.util.List;
import java.util.Optional;

/// Whose indicator a selected series feeds.
sealed interface Owner {
    /// The service of a series with these labels, if it has one.
    Optional<String> of(Labels labels);

    /// One service, whatever the labels say.
    record Named(String service) implements Owner {
        @Override
        public Optional<String> of(Labels labels) {
            return Optional.of(service);
        }
    }

    /// The first of these labels that can name a service.
    record Labelled(List<String> names) implements Owner {
        /// Where nothing says which.
        static final Labelled USUAL =
                new Labelled(List.of("service", "service_name", "app", "job"));

        @Override
        public Optional<String> of(Labels labels) {
            return names.stream()
                    .map(labels::get)
                    .filter(value -> ServiceName.problem(value).isEmpty())
                    .findFirst();
        }
    }
}
