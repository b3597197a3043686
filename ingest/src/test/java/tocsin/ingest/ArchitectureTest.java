package tocsin.ingest;

import tocsin.schemas.ServiceWalls;

class ArchitectureTest extends ServiceWalls {
    ArchitectureTest() {
        super("ingest");
    }
}
