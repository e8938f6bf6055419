// Tables: those that hold data become tables, those that only arrange a mail give what is in them.
import { Lines } from "./lines.js";
import { TooMuch } from "./origin.js";
import { alignOf } from "./styles.js";

const mostCells = 20_000;
const widest = 60;

export function table(cleaner, element, marks, out) {
  if (out.single) return void cleaner.children(element, marks, out);
  const rows = [...element.rows];
  if (!rows.length) return undefined;
  if (arranges(element, rows)) return void flatten(cleaner, rows, marks, out);
  const grid = trimmed(gridOf(rows));
  const [height, width] = [grid.length, grid[0]?.length ?? 0];
  if (height * width > mostCells) throw new TooMuch();
  if (!height || !width) return undefined;
  if (height === 1 && width === 1) {
    cleaner.children(grid[0][0], marks, out);
    return undefined;
  }
  return out.add(made(cleaner, grid, marks));
}

function arranges(element, rows) {
  if (element.getAttribute("role") === "presentation" || element.querySelector("table")) return true;
  const cells = rows.flatMap((row) => [...row.cells]);
  const blocky = cells.some((cell) => cell.querySelector("h1, h2, h3, ul, ol, pre, blockquote"));
  return cells.length === 1 ? Boolean(cells[0].querySelector("p + p, img")) || blocky : blocky && rows.every((row) => row.cells.length === 1);
}

function flatten(cleaner, rows, marks, out) {
  for (const cell of rows.flatMap((row) => [...row.cells])) {
    out.end();
    cleaner.children(cell, marks, out);
    out.end();
  }
}

// Cells by row and column; where a cell reaches over others, those are null.
function gridOf(rows) {
  const grid = rows.map(() => []);
  rows.forEach((row, y) => {
    let x = 0;
    for (const cell of row.cells) {
      while (grid[y][x] !== undefined) x += 1;
      const right = Math.min(x + Math.max(1, cell.colSpan || 1), widest);
      const low = Math.min(y + Math.max(1, cell.rowSpan || 1), rows.length);
      for (let below = y; below < low; below += 1) for (let beside = x; beside < right; beside += 1) grid[below][beside] = null;
      if (x < widest) grid[y][x] = cell;
      x = right;
    }
  });
  const width = Math.max(...grid.map((row) => row.length));
  return grid.map((row) => Array.from({ length: width }, (_none, x) => row[x] ?? null));
}

const says = (cell) => Boolean(cell && (cell.textContent.trim() || cell.querySelector("img")));

// Without the empty rows and columns at the end, which a spreadsheet gladly adds.
function trimmed(grid) {
  let height = grid.length;
  while (height && !grid[height - 1].some(says)) height -= 1;
  let width = grid[0]?.length ?? 0;
  while (width && !grid.slice(0, height).some((row) => says(row[width - 1]))) width -= 1;
  return grid.slice(0, height).map((row) => row.slice(0, width));
}

function made(cleaner, grid, marks) {
  const result = cleaner.page.createElement("table");
  const aligns = grid[0].map((_head, x) => grid.slice(1).map((row) => row[x] && alignOf(row[x])).find(Boolean) ?? null);
  grid.forEach((row, y) => {
    const line = cleaner.page.createElement("tr");
    row.forEach((cell, x) => {
      const own = cleaner.page.createElement(y === 0 ? "th" : "td");
      if (aligns[x]) own.dataset.align = aligns[x];
      if (cell) cleaner.children(cell, y === 0 ? { ...marks, plain: true } : marks, new Lines(own, own));
      line.append(own);
    });
    result.append(line);
  });
  return result;
}
