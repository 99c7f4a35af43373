// Makes what the charts of the web report take from npm, as one file that is committed: nothing is built where dq is
// installed or run.
//
//     cd scripts/charts && npm ci && node build.mjs
//
// The versions are those of package-lock.json, so that the same bytes come out again; tests/report/html/test_charts.py
// holds its hash.
import {createHash} from "node:crypto";
import {mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "../../src/dq/report/sinks/html/static/vendor");
mkdirSync(vendor, {recursive: true});

const {metafile} = await build({
  // Vega-Lite asks Vega for helpers only.
  alias: {vega: "vega-util"},
  bundle: true,
  entryPoints: [join(here, "vega.mjs")],
  format: "iife",
  globalName: "dqVega",
  legalComments: "none",
  metafile: true,
  minify: true,
  outfile: join(vendor, "vega.min.js"),
  target: "es2020",
});

const inputs = Object.entries(metafile.outputs).flatMap(([, output]) =>
  Object.entries(output.inputs).filter(([, {bytesInOutput}]) => bytesInOutput > 0).map(([path]) => path));
const taken = new Set(inputs.map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]).filter(Boolean));
// Every report carries the bundle, so the bundle carries the licenses: each text once, with the packages it is of.
const licenses = new Map();
for (const name of [...taken].sort()) {
  const folder = join(here, "node_modules", name);
  const {version, license} = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} comes without its license`);
  const text = readFileSync(join(folder, file), "utf8").trim().replaceAll("*/", "* /");
  licenses.set(text, [...(licenses.get(text) ?? []), `${name} ${version} (${license})`]);
}
const notice = [...licenses].map(([text, names]) => `${names.join(", ")}\n\n${text}`).join("\n\n");
const bundle = join(vendor, "vega.min.js");
writeFileSync(bundle, `/*\n${notice}\n*/\n${readFileSync(bundle, "utf8")}`);
const bytes = readFileSync(bundle);
console.log(createHash("sha256").update(bytes).digest("hex"), bytes.length, "vega.min.js");
