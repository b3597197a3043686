package tocsin.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import tocsin.schemas.identity.Ids;

class IdsTest {
    @Test
    void the_same_parts_make_the_same_id_on_every_machine_for_ever() {
        assertThat(Ids.hex("checkout", "1")).isEqualTo(Ids.hex("checkout", "1"));
        assertThat(Ids.hex("checkout", "1")).matches("[0-9a-f]{32}");
        assertThat(Ids.base32(6, "checkout", "1")).matches("[a-z2-7]{6}");
        assertThat(Ids.hex("tocsin")).isEqualTo("610ee3fdd8f93fc7b09bae81e10e18fb");
        assertThat(Ids.base32(6, "tocsin")).isEqualTo("mehoh7");
    }

    @Test
    void parts_never_run_into_each_other() {
        assertThat(Ids.hex("ab", "c")).isNotEqualTo(Ids.hex("a", "bc"));
        assertThat(Ids.hex("a", "")).isNotEqualTo(Ids.hex("a"));
        assertThat(Ids.hash64("ab", "c")).isNotEqualTo(Ids.hash64("a", "bc"));
    }

    @Test
    void the_hash_of_a_text_is_what_sha256sum_says() {
        assertThat(Ids.sha256("abc"))
                .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
