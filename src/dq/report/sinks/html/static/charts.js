"use strict";
/* Draws the charts of the page from their specifications; the table beside each is folded when its chart stands. */
(function () {
  var quiet = { level: function () { return quiet; }, error: nothing, warn: nothing, info: nothing, debug: nothing };
  function nothing() { return quiet; }
  var tip = document.createElement("div");
  tip.className = "tip";
  tip.hidden = true;
  tip.setAttribute("role", "tooltip");
  document.body.appendChild(tip);
  function point(_, event, __, told) {
    tip.hidden = !told;
    if (!told) return;
    tip.textContent = "";
    Object.keys(told).forEach(function (name) {
      var line = document.createElement("div"), word = document.createElement("span");
      word.textContent = name + " ";
      line.append(word, String(told[name]));
      tip.append(line);
    });
    var left = Math.min(event.clientX + 14, document.documentElement.clientWidth - tip.offsetWidth - 8);
    tip.style.left = Math.max(8, left) + "px";
    tip.style.top = Math.min(event.clientY + 14, window.innerHeight - tip.offsetHeight - 8) + "px";
  }
  function narrow(spec) {
    /* Names of rows on two lines: tables are called alike but for their last words. */
    var y = spec.encoding.y, step = spec.height && spec.height.step;
    spec.config.legend.columns = spec.layer ? 1 : 2;
    spec.config.axis.labelLimit = 125;
    if (!step || y.type !== "nominal") return;
    spec.height.step = Math.max(step, 36);
    spec.config.lineBreak = "\n";
    spec.data.values.forEach(function (value) { value[y.field] = parted(value[y.field]); });
  }
  function parted(name) {
    var most = /[^\x00-\xff]/.test(name) ? 9 : 17;
    if (name.length <= most) return name;
    var blank = name.lastIndexOf(" ", most), at = blank > 0 ? blank : most;
    return name.slice(0, at) + "\n" + name.slice(at).trim();
  }
  document.querySelectorAll("figure[data-spec]").forEach(function (figure) {
    var spec = JSON.parse(figure.dataset.spec), numbers = figure.nextElementSibling;
    spec.config.font = getComputedStyle(document.body).fontFamily;
    figure.hidden = false;
    if (figure.clientWidth < 560) narrow(spec);
    function failed(failure) {
      figure.hidden = true;
      console.error(failure);
    }
    try {
      var made = dqVega.parse(dqVega.compile(spec, { logger: quiet }).spec, null, { ast: true });
      var view = new dqVega.View(made, {
        expr: dqVega.expressionInterpreter, renderer: "svg", container: figure.querySelector("div"), hover: true, logger: quiet
      });
      view.tooltip(point).runAsync().then(function () { if (numbers) numbers.open = false; }).catch(failed);
    } catch (failure) {
      failed(failure);
    }
  });
})();
