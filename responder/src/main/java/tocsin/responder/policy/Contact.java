package tocsin.responder.policy;

import java.util.List;

/// Somebody to tell now, and how.
///
/// @param channels names of channel definitions, in the order to try
/// @param via what the policy named, such as `schedule/payments`; empty when that is the contact
public record Contact(String name, List<String> channels, String via) {
    public Contact {
        channels = List.copyOf(channels);
    }
}
