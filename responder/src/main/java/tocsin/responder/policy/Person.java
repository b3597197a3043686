package tocsin.responder.policy;

import java.util.List;
import java.util.Map;

/// Somebody who can be on call.
///
/// @param channels names of channel definitions, in the order to try
/// @param contacts what other systems call them: system to id
record Person(String name, List<String> channels, Map<String, String> contacts) {
    Person {
        channels = List.copyOf(channels);
        contacts = Map.copyOf(contacts);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("a person needs at least one channel");
        }
    }
}
