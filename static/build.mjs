// Bundles style, script, fonts and icons into static/dist with hashed names, and writes manifest.json:
// { "app.css": "app-1a2b3c.css", ... }, read by essp/core/assets.py.
import { createHash } from "node:crypto";
import { mkdir, readFile, readdir, rename, rm, stat, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const root = dirname(here);
const dist = join(here, "dist");
const fresh = join(here, `dist.new.${process.pid}`);
const lucide = join(root, "node_modules", "lucide-static", "icons");
// icon("name"), symbol="name" and "symbol": "name", as templates and modules write them.
const named = /(?:\bicon\(\s*|\bsymbol["']?\s*[=:]\s*)["']([a-z0-9-]+)["']/g;
const kilobyte = 1024;
const day = 24 * 60 * 60 * 1000;
const readingBudget = 60 * kilobyte;
const writingBudget = 160 * kilobyte;

await rm(fresh, { recursive: true, force: true });
const bundle = await build({
  entryPoints: {
    app: join(here, "css", "app.css"),
    reading: join(here, "js", "app.js"),
    editor: join(here, "js", "editor.js"),
    visual: join(here, "js", "visual", "index.js"),
  },
  outdir: fresh,
  entryNames: "[name]-[hash]",
  assetNames: "files/[name]-[hash]",
  chunkNames: "parts/[name]-[hash]",
  splitting: true,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome123", "firefox120", "safari17.5"],
  loader: { ".woff2": "file", ".svg": "file" },
  alias: {
    entities: join(here, "js", "visual", "entities.js"),
    "linkify-it": join(here, "js", "visual", "unlinked.js"),
  },
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

const manifest = {};
for (const [file, output] of Object.entries(bundle.metafile.outputs)) {
  const built = relative(fresh, join(process.cwd(), file)).replaceAll("\\", "/");
  manifest[publicName(built, output)] = built;
}
await put("icons.svg", await sprite());
await put("favicon.svg", await readFile(join(here, "favicon.svg"), "utf8"));
await writeFile(join(fresh, "manifest.json"), JSON.stringify(manifest, sorted(manifest), 2) + "\n");
await publish();
await report();

// What a running server or an open page still asks for by its old name stays for a day.
async function publish() {
  await mkdir(dist, { recursive: true });
  for (const file of await files(fresh)) {
    await mkdir(dirname(join(dist, file)), { recursive: true });
    if (file !== "manifest.json") await rename(join(fresh, file), join(dist, file));
  }
  await rename(join(fresh, "manifest.json"), join(dist, "manifest.json"));
  await rm(fresh, { recursive: true, force: true });
  const kept = new Set(["manifest.json", ...Object.values(manifest)]);
  for (const file of await files(dist)) {
    const old = Date.now() - (await stat(join(dist, file))).mtimeMs > day;
    if (old && !kept.has(file)) await rm(join(dist, file));
  }
}

async function files(folder) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found.filter((each) => each.isFile()).map((each) => relative(folder, join(each.parentPath ?? each.path, each.name)));
}

function publicName(built, output) {
  if (built.startsWith("parts/")) return built;
  if (output.entryPoint?.endsWith("app.js")) return "app.js";
  if (output.entryPoint?.endsWith("visual/index.js")) return "visual.js";
  if (output.entryPoint) return basename(output.entryPoint);
  return basename(built).replace(/-[A-Z0-9]{8}(?=\.(woff2|svg)$)/, "");
}

async function put(name, text) {
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 8);
  const built = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  await mkdir(fresh, { recursive: true });
  await writeFile(join(fresh, built), text);
  manifest[name] = built;
}

async function sprite() {
  const symbols = [];
  for (const name of await iconNames()) {
    const source = await readFile(join(lucide, `${name}.svg`), "utf8").catch(() => {
      throw new Error(`There is no icon named "${name}" in lucide-static.`);
    });
    const shape = source.match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1].replace(/\s+/g, " ").trim();
    symbols.push(`<symbol id="i-${name}" viewBox="0 0 24 24">${shape}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("")}</svg>\n`;
}

async function iconNames() {
  const listed = (await readFile(join(here, "icons.txt"), "utf8"))
    .split("\n")
    .filter((line) => line && !line.startsWith("#"));
  const names = new Set(listed);
  for (const [folder, extension] of [["templates", ".html"], ["essp", ".py"], ["static/js", ".js"]]) {
    for (const file of await readdir(join(root, folder), { recursive: true })) {
      if (!file.endsWith(extension)) continue;
      const text = await readFile(join(root, folder, file), "utf8");
      for (const found of text.matchAll(named)) names.add(found[1]);
    }
  }
  return [...names].sort();
}

function sorted(object) {
  return Object.keys(object).sort();
}

// The names of some scripts and of the parts they are cut into, which a browser fetches with them.
function fetched(...names) {
  const files = Object.entries(bundle.metafile.outputs).map(([file, output]) => ({ file, ...output }));
  const nameOf = ({ file, ...output }) =>
    publicName(relative(fresh, join(process.cwd(), file)).replaceAll("\\", "/"), output);
  const found = new Set(names);
  for (const name of found) {
    const own = files.find((one) => nameOf(one) === name);
    for (const { path, kind } of own?.imports ?? []) {
      const part = kind === "import-statement" && files.find(({ file }) => file === path);
      if (part) found.add(nameOf(part));
    }
  }
  return found;
}

async function report() {
  const sizes = {};
  for (const [name, built] of Object.entries(manifest)) {
    const content = await readFile(join(dist, built));
    sizes[name] = name.endsWith(".woff2") ? content.length : gzipSync(content, { level: 9 }).length;
    const how = name.endsWith(".woff2") ? "" : " gzip";
    console.log(`${(sizes[name] / kilobyte).toFixed(1).padStart(7)} KB${how.padEnd(6)} ${name}`);
  }
  const reading = sizes["app.css"] + sizes["app.js"];
  console.log(`${(reading / kilobyte).toFixed(1).padStart(7)} KB gzip  style and script of a page that is read`);
  if (reading > readingBudget) throw new Error("A page that is read may send 60 KB of style and script.");
  const writing = [...fetched("editor.js", "visual.js")].reduce((sum, name) => sum + sizes[name], 0);
  console.log(`${(writing / kilobyte).toFixed(1).padStart(7)} KB gzip  script of a page that is written`);
  if (writing > writingBudget) throw new Error("Writing a page may send 160 KB of script.");
}
