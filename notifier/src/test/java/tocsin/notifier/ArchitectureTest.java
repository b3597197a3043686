package tocsin.notifier;

import tocsin.schemas.ServiceWalls;

class ArchitectureTest extends ServiceWalls {
    ArchitectureTest() {
        super("notifier", "tocsin.notifier.channel..");
    }
}
