/// The one command `tocsin`. Holds the embedded broker, the registry launcher, and every test that
/// needs them; the only module that puts the services together.
@NullMarked
package tocsin.cli;

import org.jspecify.annotations.NullMarked;
