/** The language server of the {@code .npu} language: the protocol around {@link npusim.dsl.editor.EditorSupport}. */
@NullMarked
package npusim.languageserver;

import org.jspecify.annotations.NullMarked;
