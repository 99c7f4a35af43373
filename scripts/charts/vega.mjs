// What static/charts.js takes from Vega-Lite and Vega: bars, cells, lines and texts. Maps, networks, trees, word clouds
// and loading from addresses stay out of the bundle. Expressions are interpreted: the pages' policy forbids evaluation.
import {transforms} from "vega-dataflow";
import * as encode from "vega-encode";
import {parse} from "vega-parser";
import * as data from "vega-transforms";
import * as view from "vega-view-transforms";

Object.assign(transforms, data, view, encode);

export {expressionInterpreter} from "vega-interpreter";
export {compile} from "vega-lite";
export {View} from "vega-view";
export {parse};
