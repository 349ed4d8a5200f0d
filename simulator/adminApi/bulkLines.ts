/**
 * The lines of a bulk operation's file: every node of a connection is a line of its own and names its
 * parent. https://shopify.dev/docs/api/usage/bulk-operations/queries (download result data)
 */
type Value = { readonly [key: string]: unknown };
type Line = Value;

const isObject = (value: unknown): value is Value => typeof value === 'object' && value !== null;

function nodesOf(value: unknown): Value[] | null {
  if (!isObject(value)) return null;
  if (Array.isArray(value['edges'])) {
    return value['edges'].map((edge: Value) => edge['node'] as Value);
  }
  return Array.isArray(value['nodes']) ? (value['nodes'] as Value[]) : null;
}

function linesOf(node: Value, parentId: string | null): { own: Line; children: Line[] } {
  const own: Record<string, unknown> = {};
  const children: Line[] = [];
  for (const [key, value] of Object.entries(node)) {
    const nodes = nodesOf(value);
    if (!nodes) own[key] = value;
    for (const each of nodes ?? []) {
      const inner = linesOf(each, String(node['id']));
      children.push(inner.own, ...inner.children);
    }
  }
  if (parentId !== null) own['__parentId'] = parentId;
  return { own, children };
}

export type Page = {
  lines: Line[];
  roots: number;
  /** The cursor of the next page. */
  next: string | null;
};

/** One page of the answer as lines: children after their parent, or after all parents. */
export function pageLines(data: Value, grouped: boolean): Page {
  const [root] = Object.values(data);
  const nodes = nodesOf(root) ?? [];
  const each = nodes.map((node) => linesOf(node, null));
  const lines = grouped
    ? each.flatMap(({ own, children }) => [own, ...children])
    : [...each.map(({ own }) => own), ...each.flatMap(({ children }) => children)];
  const info = (root as { pageInfo?: { hasNextPage: boolean; endCursor: string | null } }).pageInfo;
  return { lines, roots: nodes.length, next: info?.hasNextPage ? info.endCursor : null };
}
