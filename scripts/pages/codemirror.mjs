// What static/editor.js takes from CodeMirror; everything else of it stays out of the bundle.
export {autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap} from "@codemirror/autocomplete";
export {defaultKeymap, history, historyKeymap, indentLess, insertTab} from "@codemirror/commands";
export {
  bracketMatching, defaultHighlightStyle, HighlightStyle, indentUnit, StreamLanguage, syntaxHighlighting,
} from "@codemirror/language";
export {forceLinting, linter, lintGutter, lintKeymap, setDiagnostics} from "@codemirror/lint";
export {highlightSelectionMatches, search, searchKeymap} from "@codemirror/search";
export {Compartment, EditorState} from "@codemirror/state";
export {
  drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers,
} from "@codemirror/view";
export {tags} from "@lezer/highlight";
