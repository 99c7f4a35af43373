// The rule editor: CodeMirror, told by the server what the checker of `dq check` says of the text.
//
// It lives in a shadow root: there its styles are constructed sheets, which the strict content policy of the pages
// allows. Offsets of the server count characters, those of the browser UTF-16 units; they are converted here.
import {
  EditorState, EditorView, HighlightStyle, StreamLanguage, autocompletion, bracketMatching, closeBrackets,
  closeBracketsKeymap, completionKeymap, defaultKeymap, drawSelection, forceLinting, highlightActiveLine,
  highlightActiveLineGutter, highlightSelectionMatches, highlightSpecialChars, history, historyKeymap, indentLess,
  indentUnit, insertTab, keymap, lineNumbers, lintGutter, lintKeymap, linter, search, searchKeymap, syntaxHighlighting,
  tags,
} from "./vendor/codemirror.min.js";

const PAIRS = {'"': '"', "＂": "＂", "“": "”", "「": "」"};
const WORD = /^[\p{L}_][\p{L}\p{M}\p{N}_]*/u;
const NUMBER = /^\d+(?:[,，]\d{3}(?!\d))*(?:[.．]\d+)?(?:[%％]|[\p{L}_][\p{L}\p{N}_]*)?/u;
const SIGN = /^[-+*/=<>×÷＝＜＞＋－−＊／≠≤≥≦≧《》⇒→]/u;

function language(lexicon) {
  const kinds = new Map();
  for (const word of lexicon.words) kinds.set(word, "atom");
  for (const word of lexicon.functions) kinds.set(word, "function");
  for (const word of lexicon.tables) kinds.set(word, "typeName");
  for (const word of lexicon.keywords) kinds.set(word, "keyword");
  for (const word of lexicon.declarations) kinds.set(word, "definitionKeyword");
  return StreamLanguage.define({
    name: "dq",
    tokenTable: {function: tags.function(tags.variableName)},
    languageData: {commentTokens: {line: "#"}, closeBrackets: {brackets: ["(", "[", "{", '"', "“", "（", "［", "｛", "「"]}},
    token(stream) {
      if (stream.eatSpace()) return null;
      if (/^[#＃]/.test(stream.peek())) { stream.skipToEnd(); return "comment"; }
      const closer = PAIRS[stream.peek()];
      if (closer !== undefined) {
        const opener = stream.next();
        let depth = 1;
        for (let sign = stream.next(); sign; sign = stream.next()) {
          if (sign === closer && --depth === 0) break;
          if (sign === opener) depth++;
        }
        return "string";
      }
      if (stream.match(/^【[^】]*】?/)) return "variableName";
      if (stream.match(NUMBER)) return "number";
      const word = stream.match(WORD);
      if (word) return kinds.get(word[0]) ?? "variableName";
      if (stream.match(SIGN)) return "operator";
      stream.next();
      return null;
    },
  });
}

const colours = HighlightStyle.define([
  {tag: tags.definitionKeyword, color: "var(--accent)", fontWeight: "700"},
  {tag: tags.keyword, color: "var(--link)"},
  {tag: tags.function(tags.variableName), color: "var(--info)"},
  {tag: tags.typeName, color: "var(--good)"},
  {tag: tags.atom, color: "var(--warn)"},
  {tag: tags.string, color: "var(--bad)"},
  {tag: tags.number, color: "var(--rounding)"},
  {tag: tags.comment, color: "var(--soft)", fontStyle: "italic"},
]);

const look = EditorView.theme({
  "&": {color: "var(--text)", backgroundColor: "var(--page)", fontSize: "0.95rem", border: "1px solid var(--soft)", borderRadius: "6px"},
  "&.cm-focused": {outline: "3px solid var(--tie)", outlineOffset: "1px"},
  ".cm-scroller": {fontFamily: 'ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK SC", "WenQuanYi Zen Hei Mono", monospace', lineHeight: "1.65", minHeight: "18rem", maxHeight: "70vh"},
  ".cm-content": {caretColor: "var(--text)"},
  ".cm-cursor": {borderLeftColor: "var(--text)"},
  ".cm-gutters": {backgroundColor: "var(--band)", color: "var(--soft)", borderRight: "1px solid var(--line)"},
  ".cm-activeLine, .cm-activeLineGutter": {backgroundColor: "color-mix(in srgb, var(--tie-bg) 35%, transparent)"},
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": {backgroundColor: "var(--tie-bg)"},
  ".cm-tooltip": {color: "var(--text)", backgroundColor: "var(--page)", border: "1px solid var(--soft)", borderRadius: "4px", maxWidth: "min(40rem, 90vw)"},
  ".cm-tooltip-autocomplete > ul > li[aria-selected]": {backgroundColor: "var(--tie-bg)", color: "var(--text)"},
  ".cm-completionDetail": {color: "var(--soft)", fontStyle: "normal"},
  ".cm-diagnosticAction": {color: "var(--page)", backgroundColor: "var(--link)", borderRadius: "3px"},
  ".cm-panels": {color: "var(--text)", backgroundColor: "var(--band)"},
  ".cm-panel input, .cm-panel button": {font: "inherit", color: "inherit", background: "var(--page)", border: "1px solid var(--soft)"},
});

// Left to itself, Chromium replaces selected lines by elements with a style of their own, which the policy forbids.
function typedOver(event, view) {
  const {main} = view.state.selection;
  if (event.inputType !== "insertText" || event.data === null || main.empty || view.composing) return false;
  event.preventDefault();
  const plain = () => view.state.update(view.state.replaceSelection(event.data), {userEvent: "input.type", scrollIntoView: true});
  const handlers = view.state.facet(EditorView.inputHandler);
  if (!handlers.some((handler) => handler(view, main.from, main.to, event.data, plain))) view.dispatch(plain());
  return true;
}

const characters = (text) => [...text].length;
const units = (text, count) => [...text].slice(0, count).join("").length;

class Editor {
  constructor(host) {
    this.host = host;
    this.field = document.getElementById(host.dataset.field);
    this.list = document.getElementById(host.dataset.list);
    this.words = JSON.parse(host.dataset.words);
    this.written = this.field.form.querySelector("#name");
  }

  // A new file has the name that is written above it, and its tests have theirs beside it.
  get name() {
    const offered = this.host.dataset.name;
    if (!this.written?.checkValidity()) return offered;
    return offered.endsWith("_test.dq") ? this.written.value.replace(/\.dq$/, "_test.dq") : this.written.value;
  }

  async ask(address, body, signal) {
    const headers = {"Content-Type": "application/json", "X-CSRF-Token": this.host.dataset.csrf};
    const sent = {name: this.name, ...body};
    const answer = await fetch(address, {method: "POST", headers, body: JSON.stringify(sent), signal});
    if (!answer.ok) throw new Error(String(answer.status));
    return answer.json();
  }

  async start() {
    const lexicon = await (await fetch(this.host.dataset.lexicon)).json();
    const shadow = this.host.attachShadow({mode: "open"});
    const extensions = [
      lineNumbers(), highlightActiveLineGutter(), highlightSpecialChars(), history(), drawSelection(), bracketMatching(),
      closeBrackets(), highlightActiveLine(), highlightSelectionMatches(), search({top: true}), indentUnit.of("  "),
      EditorView.lineWrapping, language(lexicon), syntaxHighlighting(colours), look, lintGutter(),
      linter((view) => this.lint(view), {delay: 350, needsRefresh: () => this.checked !== this.name}),
      autocompletion({override: [(context) => this.complete(context)], activateOnTyping: true}),
      EditorView.contentAttributes.of({"aria-label": this.host.dataset.label ?? this.words.label, spellcheck: "false", lang: "zh-CN"}),
      EditorView.updateListener.of((update) => { if (update.docChanged) this.changed(); }),
      EditorState.readOnly.of(this.field.readOnly),
      EditorView.domEventHandlers({beforeinput: typedOver}),
      keymap.of([
        ...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...completionKeymap, ...lintKeymap,
        {key: "Tab", run: (view) => !this.leaving && insertTab(view), shift: (view) => !this.leaving && indentLess(view)},
      ]),
    ];
    this.view = new EditorView({state: EditorState.create({doc: this.field.value, extensions}), root: shadow, parent: shadow});
    this.written?.addEventListener("change", () => this.view.dispatch({}));
    // Escape lets Tab go, also where it closes a list of completions: whoever works by keyboard must be able to leave.
    this.view.contentDOM.addEventListener("keydown", (event) => { if (event.key === "Escape") this.leaving = true; });
    this.view.contentDOM.addEventListener("focus", () => { this.leaving = false; });
    this.field.hidden = true;
    this.host.hidden = false;
    this.host.dataset.ready = "true";
    forceLinting(this.view);
  }

  changed() {
    this.field.value = this.view.state.doc.toString();
    this.field.dispatchEvent(new Event("input", {bubbles: true}));
  }

  place(line, column) {
    const doc = this.view.state.doc;
    if (line < 1) return 0;
    if (line > doc.lines) return doc.length;
    const found = doc.line(line);
    return found.from + units(found.text, column - 1);
  }

  async lint(view) {
    this.asked?.abort();
    this.asked = new AbortController();
    const text = view.state.doc.toString();
    this.checked = this.name;
    let said;
    try {
      said = await this.ask(this.host.dataset.check, {text}, this.asked.signal);
    } catch (error) {
      if (error.name !== "AbortError") this.tell([], [], this.words.unreachable);
      return [];
    }
    const found = said.diagnostics.map((each) => this.diagnostic(each));
    this.tell(found, said.elsewhere, said.hidden ? `${this.words.hidden} ${said.hidden}` : "");
    return found;
  }

  diagnostic(said) {
    const from = this.place(said.line, said.column);
    const to = Math.max(this.place(said.end_line, said.end_column), from);
    const actions = !said.fix ? [] : [{name: `${this.words.fix} ${said.fix.text}`, apply: (view) => this.apply(view, said.fix)}];
    const message = [said.headline, ...said.notes, said.help].filter(Boolean).join("\n");
    return {from, to, severity: said.level === "error" ? "error" : "warning", message, source: said.code, actions, said};
  }

  apply(view, fix) {
    view.dispatch({
      changes: {from: this.place(fix.line, fix.column), to: this.place(fix.end_line, fix.end_column), insert: fix.replacement},
      userEvent: "input.fix",
    });
    view.focus();
  }

  tell(found, elsewhere, trouble) {
    const rows = found.map((each) => this.row(each));
    rows.push(...elsewhere.map((each) => line("li", "elsewhere", `${each.file}:${each.line} ${each.headline}`)));
    if (trouble) rows.push(line("li", "note", trouble));
    if (!rows.length) rows.push(line("li", "sound", this.words.sound));
    this.list.replaceChildren(...rows);
    this.list.dataset.errors = String(found.filter((each) => each.severity === "error").length);
    this.list.dataset.checked = String(Number(this.list.dataset.checked ?? 0) + 1);
  }

  row(found) {
    const {said} = found;
    const row = document.createElement("li");
    row.className = `said s-${found.severity}`;
    const go = line("button", "place", `${said.line}:${said.column}`);
    go.type = "button";
    go.addEventListener("click", () => {
      this.view.dispatch({selection: {anchor: found.from, head: found.to}, scrollIntoView: true});
      this.view.focus();
    });
    row.append(go, line("strong", "", said.headline), line("code", "", said.code));
    for (const text of [...said.notes, said.help].filter(Boolean)) row.append(line("p", "soft small", text));
    if (said.fix) {
      const mend = line("button", "fix", `${this.words.fix} ${said.fix.text}`);
      mend.type = "button";
      mend.addEventListener("click", () => this.apply(this.view, said.fix));
      row.append(mend);
    }
    return row;
  }

  async complete(context) {
    const word = context.matchBefore(/[\p{L}\p{N}_]*/u);
    const before = context.state.sliceDoc(Math.max(0, context.pos - 1), context.pos);
    if (!context.explicit && word.from === word.to && !/[."“\[［.．【]/u.test(before)) return null;
    const text = context.state.doc.toString();
    let found;
    try {
      found = await this.ask(this.host.dataset.complete, {text, offset: characters(text.slice(0, context.pos))});
    } catch {
      return null;
    }
    if (!found.options.length) return null;
    const options = found.options.map((each, number) => ({
      label: each.text, type: TYPES[each.kind] ?? "text", detail: each.detail || undefined, info: each.about || undefined,
      boost: -Math.min(99, Math.floor(number / 5)),
    }));
    return {from: units(text, found.start), options, validFor: /^[\p{L}\p{N}_]*$/u};
  }
}

const TYPES = {
  keyword: "keyword", table: "class", column: "property", item: "text", function: "function", definition: "function",
  alias: "variable", rule: "constant", word: "enum", file: "namespace",
};

function line(tag, style, text) {
  const element = document.createElement(tag);
  if (style) element.className = style;
  element.textContent = text;
  return element;
}

for (const host of document.querySelectorAll("[data-editor]")) {
  const folded = host.closest("details:not([open])");
  if (folded) folded.addEventListener("toggle", () => new Editor(host).start(), {once: true});
  else new Editor(host).start();
}
