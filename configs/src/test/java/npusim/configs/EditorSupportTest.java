package npusim.configs;

import static org.assertj.core.api.Assertions.assertThat;

import npusim.dsl.editor.EditorSupport;
import npusim.dsl.source.SourceFile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditorSupportTest {
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
}
