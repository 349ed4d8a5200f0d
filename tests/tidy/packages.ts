import { file } from './rule.ts';
import type { Complaint, Rule, SourceFile } from './rule.ts';

type Manifest = {
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
};

const exact = /^\d+\.\d+\.\d+(-[\w.]+)?$/;

function check(files: readonly SourceFile[]): Complaint[] {
  const paths = new Set(files.map(({ path }) => path));
  return files.flatMap(({ path, text }) => {
    if (path === 'package-lock.json') return [...hosts(path, text), ...otherSystems(path, text)];
    if (path !== 'package.json') return [];
    const manifest = JSON.parse(text) as Manifest;
    return [
      ...ranges(path, manifest),
      ...deadScripts(path, manifest, paths),
      ...withoutReason(path, manifest, files),
    ];
  });
}

function hosts(path: string, text: string): Complaint[] {
  if (!text.includes('"resolved"')) return [];
  return [{ path, line: 1, message: 'names a host ("resolved"): install with this .npmrc' }];
}

/** A package for another system that the registry did not have is left out, and `npm ci` fails. */
function otherSystems(path: string, text: string): Complaint[] {
  const { packages: all = {} } = JSON.parse(text) as { packages?: Record<string, Manifest> };
  const present = new Set(Object.keys(all).map((place) => place.split('node_modules/').at(-1)));
  return Object.values(all)
    .flatMap(({ optionalDependencies }) => Object.keys(optionalDependencies ?? {}))
    .filter((name) => !present.has(name))
    .map((name) => ({
      path,
      line: 1,
      message: `${name} is missing: choose versions that have it`,
    }));
}

function withoutReason(
  path: string,
  manifest: Manifest,
  files: readonly SourceFile[],
): Complaint[] {
  const reasons = files.find((each) => each.path === 'docs/dependencies.md')?.text ?? '';
  return Object.keys({ ...manifest.dependencies, ...manifest.devDependencies })
    .filter((name) => !name.startsWith('@types/') && !reasons.includes(`\`${name}\``))
    .map((name) => ({ path, line: 1, message: `${name} has no reason in docs/dependencies.md` }));
}

function ranges(path: string, manifest: Manifest): Complaint[] {
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies })
    .filter(([, version]) => !exact.test(version))
    .map(([name, version]) => ({ path, line: 1, message: `${name} ${version} is not exact` }));
}

function deadScripts(path: string, manifest: Manifest, paths: ReadonlySet<string>): Complaint[] {
  return Object.values(manifest.scripts ?? {}).flatMap((command) => {
    const name = /^node scripts\/bootstrap\.mjs (\S+)/.exec(command)?.[1];
    if (name === undefined) return [];
    const script = name.includes('/') ? `${name}.ts` : `scripts/${name}.ts`;
    return paths.has(script) ? [] : [{ path, line: 1, message: `${script} does not exist` }];
  });
}

const script = { scripts: { go: 'node scripts/bootstrap.mjs go' } };

export const packages: Rule = {
  name: 'packages are pinned, reasoned and locked for every system; every script exists',
  check,
  good: [
    [
      file('package.json', JSON.stringify({ ...script, dependencies: { a: '1.2.3-beta.4' } })),
      file('scripts/go.ts', ''),
      file('docs/dependencies.md', '| `a` | because |'),
      file(
        'package-lock.json',
        JSON.stringify({
          packages: { a: { optionalDependencies: { b: '1' } }, 'a/node_modules/b': {} },
        }),
      ),
    ],
  ],
  bad: [
    [
      file('package.json', JSON.stringify({ devDependencies: { a: '^1.2.3' } })),
      file('docs/dependencies.md', '`a`'),
    ],
    [file('package.json', JSON.stringify({ devDependencies: { a: '1.2.3' } }))],
    [
      file(
        'package-lock.json',
        JSON.stringify({ packages: { a: { optionalDependencies: { b: '1' } } } }),
      ),
    ],
    [file('package.json', JSON.stringify(script))],
    [file('package-lock.json', '{ "resolved": "https://example.test/a.tgz" }')],
  ],
};
