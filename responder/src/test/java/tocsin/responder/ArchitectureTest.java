package tocsin.responder;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import org.junit.jupiter.api.Test;

import tocsin.schemas.ServiceWalls;

import java.time.Instant;
import java.util.Random;

class ArchitectureTest extends ServiceWalls {
    ArchitectureTest() {
        super(
                "responder",
                "tocsin.responder.api..",
                "tocsin.responder.callback..",
                "tocsin.responder.executor..");
    }

    @Test
    void the_shell_below_the_root_is_given_its_clock_and_throws_no_dice() {
        noClasses()
                .that()
                .resideInAPackage("tocsin.responder.*..")
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(Random.class)
                .check(classes());
    }
}
