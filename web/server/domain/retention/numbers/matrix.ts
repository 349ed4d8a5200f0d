/** Small dense matrices, row by row. */
export type Matrix = number[][];

export const identity = (size: number): Matrix =>
  Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => Number(i === j)));

export const dot = (one: readonly number[], other: readonly number[]): number =>
  one.reduce((sum, each, n) => sum + each * (other[n] ?? 0), 0);

export const times = (matrix: Matrix, vector: readonly number[]): number[] =>
  matrix.map((row) => dot(row, vector));

/** Second derivatives by central differences; symmetric. */
export function curvatureOf(
  f: (at: readonly number[]) => number,
  at: readonly number[],
  step = 1e-3,
): Matrix {
  const moved = (i: number, by: number, j: number, also: number) =>
    f(at.map((each, n) => each + (n === i ? by : 0) + (n === j ? also : 0)));
  const here = f(at);
  const curvature = identity(at.length);
  for (let i = 0; i < at.length; i += 1) {
    const row = curvature[i] ?? [];
    row[i] = (moved(i, step, -1, 0) - 2 * here + moved(i, -step, -1, 0)) / step ** 2;
    for (let j = 0; j < i; j += 1) {
      const same = moved(i, step, j, step) + moved(i, -step, j, -step);
      const across = moved(i, step, j, -step) + moved(i, -step, j, step);
      row[j] = (same - across) / (4 * step ** 2);
      const mirrored = curvature[j] ?? [];
      mirrored[i] = row[j] ?? 0;
    }
  }
  return curvature;
}

/** The inverse of a symmetric positive definite matrix by Cholesky; null where it is not one. */
export function inverseOfPositive(matrix: Matrix): Matrix | null {
  const lower = cholesky(matrix);
  if (lower === null) return null;
  const columns = identity(matrix.length).map((unit) => backward(lower, forward(lower, unit)));
  return columns.every((column) => column.every(Number.isFinite)) ? columns : null;
}

function cholesky(matrix: Matrix): Matrix | null {
  const lower: Matrix = matrix.map((row) => row.map(() => 0));
  for (const [i, row] of lower.entries()) {
    for (let j = 0; j <= i; j += 1) {
      const across = lower[j] ?? [];
      const rest = (matrix[i]?.[j] ?? 0) - dot(row.slice(0, j), across.slice(0, j));
      if (i === j && !(rest > 0)) return null;
      row[j] = i === j ? Math.sqrt(rest) : rest / (across[j] ?? 1);
    }
  }
  return lower;
}

function forward(lower: Matrix, right: readonly number[]): number[] {
  const solved: number[] = [];
  for (const [i, row] of lower.entries()) {
    solved.push(((right[i] ?? 0) - dot(row.slice(0, i), solved)) / (row[i] ?? 1));
  }
  return solved;
}

function backward(lower: Matrix, right: readonly number[]): number[] {
  const solved = right.map(() => 0);
  for (let i = right.length - 1; i >= 0; i -= 1) {
    const known = lower.reduce(
      (sum, row, n) => (n > i ? sum + (row[i] ?? 0) * (solved[n] ?? 0) : sum),
      0,
    );
    solved[i] = ((right[i] ?? 0) - known) / (lower[i]?.[i] ?? 1);
  }
  return solved;
}
