package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.dsl.editor.EditorSupport;
import npusim.dsl.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditorSupportTest {
    private static final String IMPORTS = "import \"ethos-u85.npu\"\nimport \"memory-modes.npu\"\n";

    /** The cursor stands at the bar; a plus sign stands for the end of a line. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            accelerator A { // ma|                  ; 0
            accelerator A { // mac|s + }            ; 0
            accelerator A { /// ma| + }             ; 0
            accelerator A { /* ma| */ }             ; 0
            import "etho|s-u85.npu"                 ; 0
            accelerator A { /* mac */| }            ; 1
            accelerator A { // mac + | }            ; 1
            accelerator A { |// mac + }             ; 1
            """)
    void proposesNothingWithinCommentsAndTexts(String text, int some) {
        String source = text.replace("+", "\n");
        int offset = source.indexOf('|');
        EditorSupport editor = new EditorSupport(new SourceFile("a.npu", source.replace("|", "")), _ -> null);

        assertThat(editor.completions(offset).stream()
                        .filter(each -> each.label().equals("mac_array")))
                .hasSize(some);
        assertThat(editor.completions(offset).isEmpty()).isEqualTo(some == 0);
    }

    /** At the bar the second word is proposed, the third is not. */
    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            accelerator A extends Ethos_U85_256 {| + }                       ; mac_array         ; accelerator
            accelerator A extends | + { }                                    ; Ethos_U85_256     ; Dedicated_Sram
            abstract memory_mode M extends | + { }                           ; Dedicated_Sram    ; -
            study s { | + }                                                  ; workload          ; latency
            study s { | + }                                                  ; strategy          ; -
            study s { workload dnn_s + m|                                    ; minimize          ; latency
            study s { minimize |                                             ; latency           ; strategy
            study s { minimize latency, + | + }                              ; energy            ; strategy
            study s { minimize latency + | + }                               ; vary              ; latency
            study s { require memory_mode.| + }                              ; arena_cache       ; latency
            study s { vary | + }                                             ; system            ; latency
            study s { vary system.Dram.| + }                                 ; read_latency      ; system
            study s { vary accelerator in [| + }                             ; Ethos_U85_256     ; Dedicated_Sram
            study s { vary memory_mode in [Sram_Only, D| + }                 ; Dedicated_Sram    ; Ethos_U85_256
            study s { strategy = | + }                                       ; random            ; workload
            """)
    void proposesWhatMayStandThere(String text, String proposed, String other) {
        String source = IMPORTS + text.replace("+", "\n");
        int offset = source.indexOf('|');
        EditorSupport editor = new EditorSupport(new SourceFile("a.npu", source.replace("|", "")), _ -> null);

        assertThat(editor.completions(offset))
                .extracting(EditorSupport.Completion::label)
                .contains(proposed)
                .doesNotContain(other);
    }

    @Test
    void proposesKindsOfMemoriesThatAnEnergyTableAdds() {
        String source = """
                import "energy.npu"

                energy_table E extends Planar_45nm {
                  access += table { | memory | energy | | mram | 40 pJ/B | }
                }
                system S {
                  memory Nv {
                    kind =\s
                  }
                }
                """;
        EditorSupport editor = new EditorSupport(new SourceFile("a.npu", source), _ -> null);

        assertThat(editor.completions(source.indexOf("kind =") + 7))
                .extracting(EditorSupport.Completion::label)
                .contains("mram", "dram")
                .doesNotContain("accumulator", "mr");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            study s { vary accelerator in [|Ethos_U85_256] }                 ; **Ethos_U85_256**: accelerator
            study s { vary accelerator in [Ethos_U85_256|] }                 ; **Ethos_U85_256**: accelerator
            study s { vary system.Dram.|read_latency in [100 cycles] }       ; **read_latency**: read address accepted
            study s { minimize |latency }                                    ; **latency**: from start to end
            study s { |minimize latency }                                    ; what is better when it is less
            accelerator A extends Ethos_U85_256 {|mac_array { } }            ; The multiply-accumulate array.
            """)
    void explainsTheWordThatTheCursorTouches(String text, String meaning) {
        String source = IMPORTS + text;
        EditorSupport editor = new EditorSupport(new SourceFile("a.npu", source.replace("|", "")), _ -> null);
        EditorSupport.Hover hover = editor.hover(source.indexOf('|'));

        assertThat(hover).isNotNull();
        assertThat(hover.markdown()).startsWith(meaning);
    }

    @Test
    void aLetterThatNoNameHasSpoilsItsDeclarationOnly() {
        String source = IMPORTS + """
                memory_mode Mine extends Sram_Only { arena_cache = 64 KiB }
                accelerator Gr\u00f6\u00dfe extends Ethos_U85_256 { family = "x" }
                const Gr = 3 KiB
                """;
        EditorSupport editor = new EditorSupport(new SourceFile("a.npu", source), _ -> null);

        assertThat(editor.diagnostics().getFirst().message()).isEqualTo("U+00F6 has no place in a description");
        assertThat(editor.hover(source.indexOf("arena_cache")))
                .isNotNull()
                .satisfies(hover -> assertThat(hover.markdown()).contains("resolves to `64 KiB`"));
        assertThat(editor.hover(source.indexOf("family"))).isNotNull();
        assertThat(editor.definition(source.indexOf("Mine"))).isNotNull();
        assertThat(editor.nameAt(source.indexOf("\u00f6"))).isNull();
        assertThat(editor.uses("Gr")).hasSize(1);
        assertThat(editor.symbols()).extracting(EditorSupport.Symbol::name).containsExactly("Mine", "Gr");
        assertThat(editor.formatted()).isNull();
        assertThat(EditorSupport.isName("Gr\u00f6\u00dfe")).isFalse();
    }

    @Test
    void findsANameAtItsFirstLetter() {
        String source = IMPORTS
                + "memory_mode M extends Dedicated_Sram {}\nstudy s { vary memory_mode in [M] minimize latency }\n";
        EditorSupport editor = new EditorSupport(new SourceFile("a.npu", source), _ -> null);
        int use = source.indexOf("[M]") + 1;

        assertThat(editor.definition(use)).isNotNull();
        assertThat(editor.occurrences(use)).hasSize(2);
    }
}
