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
  document.querySelectorAll("figure[data-spec]").forEach(function (figure) {
    var spec = JSON.parse(figure.dataset.spec), numbers = figure.nextElementSibling;
    spec.config.font = getComputedStyle(document.body).fontFamily;
    figure.hidden = false;
    if (figure.clientWidth < 560) {
      spec.config.legend.columns = 2;
      spec.config.axis.labelLimit = 130;
    }
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
