// The shortest way from one list of words to another (Myers, "An O(ND) Difference Algorithm", 1986).
const mostSteps = 3000;

// [{ a0, a1, b0, b1 }]: a[a0:a1] became b[b0:b1], in order; null when the lists have too little in common.
export function hunksBetween(a, b) {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let [endA, endB] = [a.length, b.length];
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA -= 1;
    endB -= 1;
  }
  const pairs = common(a.slice(start, endA), b.slice(start, endB));
  return pairs && between(pairs.map(([x, y]) => [x + start, y + start]), start, endA, endB);
}

function between(pairs, start, endA, endB) {
  const hunks = [];
  let [a, b] = [start, start];
  for (const [x, y] of [...pairs, [endA, endB]]) {
    if (x > a || y > b) hunks.push({ a0: a, a1: x, b0: b, b1: y });
    [a, b] = [x + 1, y + 1];
  }
  return hunks;
}

// The pairs of places that are the same, in order.
function common(a, b) {
  if (!a.length || !b.length) return [];
  const [n, m] = [a.length, b.length];
  const size = Math.min(n + m, mostSteps);
  const reach = new Int32Array(2 * size + 3);
  const middle = size + 1;
  const trace = [];
  for (let d = 0; d <= size; d += 1) {
    trace.push(reach.slice(middle - d - 1, middle + d + 2));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && reach[middle + k - 1] < reach[middle + k + 1]);
      let x = down ? reach[middle + k + 1] : reach[middle + k - 1] + 1;
      while (x < n && x - k < m && a[x] === b[x - k]) x += 1;
      reach[middle + k] = x;
      if (x >= n && x - k >= m) return backwards(trace, d, n, m);
    }
  }
  return null;
}

function backwards(trace, depth, n, m) {
  const pairs = [];
  let [x, y] = [n, m];
  const snake = (end) => {
    for (; x > end; x -= 1, y -= 1) pairs.push([x - 1, y - 1]);
  };
  for (let d = depth; d > 0; d -= 1) {
    const at = (diagonal) => trace[d][d + 1 + diagonal];
    const k = x - y;
    const down = k === -d || (k !== d && at(k - 1) < at(k + 1));
    const from = down ? k + 1 : k - 1;
    snake(down ? at(from) : at(from) + 1);
    [x, y] = [at(from), at(from) - from];
  }
  snake(0);
  return pairs.reverse();
}
