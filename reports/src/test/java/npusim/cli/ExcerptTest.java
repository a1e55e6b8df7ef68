package npusim.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static final String TABLE =
            "table { | operands | cycles | | 1 | 0.5 | | 2 | %s | | 3 | 0.125 | | 4 | 0.125 | }";

    @Test
    void aShortValueStaysAsItIs() {
        assertThat(Excerpt.of("384 KiB", "512 KiB")).isEqualTo("384 KiB");
        assertThat(Excerpt.of("", TABLE)).isEmpty();
    }

    @Test
    void aLongOneBeginsWhereItDiffers() {
        assertThat(Excerpt.of(TABLE.formatted("0.25"), TABLE.formatted("0.27")))
                .isEqualTo("… 0.25 | | 3 | 0.125 | | 4 | 0.125 | }");
        assertThat(Excerpt.of(TABLE.formatted("0.25"), ""))
                .isEqualTo("table { | operands | cycles | | 1 | 0. …")
                .hasSize(40);
    }

    @Test
    void oneThatEndsWhereTheOtherGoesOnShowsItsLastWord() {
        String longer = "a".repeat(50) + " last and more";
        assertThat(Excerpt.of("a".repeat(50) + " last", longer)).isEqualTo("… last");
    }
}
