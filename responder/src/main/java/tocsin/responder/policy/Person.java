package tocsin.responder.policy;

import java.util.List;

/// Somebody who can be on call.
///
/// @param channels names of channel definitions, in the order to try
record Person(String name, List<String> channels) {
    Person {
        channels = List.copyOf(channels);
        if (channels.isEmpty()) {
            throw new IllegalArgumentException("a person needs at least one channel");
        }
    }
}
