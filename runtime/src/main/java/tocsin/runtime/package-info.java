/// What every main needs and nothing more: settings, Kafka clients, views of definitions and
/// controls, HTTP, health, metrics and orderly shutdown.
@NullMarked
package tocsin.runtime;

import org.jspecify.annotations.NullMarked;
