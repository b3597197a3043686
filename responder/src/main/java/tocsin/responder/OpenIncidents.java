package tocsin.responder;

import tocsin.responder.api.IncidentModel;
import tocsin.responder.incident.Neighbour;
import tocsin.responder.incident.Neighbours;
import tocsin.schemas.IncidentEvent;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What is open now in all services, whichever instance decides about them: followed on the log,
/// where what was decided stands.
///
/// @param model what operators read, which is the same
/// @param current whether it still follows. What stands still shows nothing: a page too many is
///   better than one that waits for ever for an incident long over
public record OpenIncidents(IncidentModel model, BooleanSupplier current) implements Neighbours {

    /// Takes in the next fact of the log.
    public void read(IncidentEvent event) {
        Facts.recorded(event).ifPresent(model::read);
    }

    @Override
    public List<Neighbour> of(Collection<String> services) {
        return current.getAsBoolean() ? model.paging(services) : List.of();
    }

    @Override
    public Optional<Map<Root, List<Neighbour>>> attached() {
        return current.getAsBoolean() ? Optional.of(model.attached()) : Optional.empty();
    }
}
