// Makes what the pages take from npm, as files that are committed: nothing is built where dq is installed or run.
//
//     cd scripts/pages && npm ci && node build.mjs
//
// The versions are those of package-lock.json, so that the same bytes come out again; tests/service/pages/test_static.py
// holds their hashes. What came with each package as its license is kept beside them.
import {createHash} from "node:crypto";
import {copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {build} from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const vendor = join(here, "../../src/dq/service/pages/static/vendor");
mkdirSync(vendor, {recursive: true});

await build({
  entryPoints: [join(here, "codemirror.mjs")],
  bundle: true,
  format: "esm",
  legalComments: "none",
  minify: true,
  outfile: join(vendor, "codemirror.min.js"),
  target: "es2020",
});
copyFileSync(join(here, "node_modules/htmx.org/dist/htmx.min.js"), join(vendor, "htmx.min.js"));

const {packages} = JSON.parse(readFileSync(join(here, "package-lock.json"), "utf8"));
const taken = Object.keys(packages)
  .map((path) => path.replace("node_modules/", ""))
  .filter((name) => name && !name.includes("esbuild"));
const licenses = taken.sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const {version, license} = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (file === undefined) throw new Error(`${name} comes without its license`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
writeFileSync(join(vendor, "LICENSES.txt"), licenses.join(`\n${"-".repeat(80)}\n\n`));

for (const name of readdirSync(vendor).sort()) {
  const bytes = readFileSync(join(vendor, name));
  console.log(createHash("sha256").update(bytes).digest("hex"), bytes.length, name);
}
