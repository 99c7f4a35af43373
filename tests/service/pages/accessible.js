// What WCAG 2.2 AA asks for and a program can see: names of all that is worked with, labels, heads of tables, one first
// heading, contrast of text (1.4.3: 4.5, of large text 3). Returns the faults, each in a line.
() => {
  const faults = [];
  const shown = (each) => each.getClientRects().length > 0;
  const told = (each) => each.outerHTML.slice(0, 120);
  const name = (each) =>
    each.getAttribute("aria-label") || each.textContent.trim() || [...(each.labels || [])].map((label) => label.textContent.trim()).join("");
  for (const each of document.querySelectorAll("a[href], button, summary, input:not([type=hidden]), select, textarea"))
    if (shown(each) && !name(each)) faults.push("without a name: " + told(each));
  for (const each of document.querySelectorAll("thead th, tbody th"))
    if (!each.scope) faults.push("a head of nothing: " + told(each));
  const headings = [...document.querySelectorAll("h1, h2, h3, h4")].filter(shown).map((each) => Number(each.tagName[1]));
  if (headings[0] !== 1 || headings.filter((each) => each === 1).length !== 1) faults.push("no single first heading");
  headings.forEach((each, at) => { if (at && each > headings[at - 1] + 1) faults.push("a heading of level " + each + " out of turn"); });
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  new Set(ids.filter((each, at) => ids.indexOf(each) !== at)).forEach((each) => faults.push("twice the same id: " + each));

  const parts = (colour) => colour.match(/[\d.]+/g).map(Number);
  const light = ([r, g, b]) => {
    const [x, y, z] = [r, g, b].map((each) => (each / 255 <= 0.04045 ? each / 255 / 12.92 : ((each / 255 + 0.055) / 1.055) ** 2.4));
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const behind = (each) => {
    for (; each; each = each.parentElement) {
      const colour = parts(getComputedStyle(each).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return colour;
    }
    return [255, 255, 255];
  };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const each = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !shown(each) || each.closest("[disabled], .hidden, .skip, script, option")) continue;
    const style = getComputedStyle(each);
    const [one, other] = [light(parts(style.color)), light(behind(each))].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const asked = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5;
    if ((one + 0.05) / (other + 0.05) < asked) faults.push("too faint: " + told(each));
  }
  return faults;
}
