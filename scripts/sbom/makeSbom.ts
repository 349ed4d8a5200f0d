import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

type Component = { 'bom-ref': string; properties?: { name: string; value: string }[] };
type Sbom = {
  metadata: { component: { name: string } };
  components: Component[];
  dependencies: { ref: string; dependsOn: string[] }[];
};

const root = path.join(import.meta.dirname, '..', '..');

/**
 * Writes the CycloneDX list of all that runs in production (no tools of development) and answers how
 * many components it has. Needs the lock file only: neither the network nor an install.
 * https://docs.npmjs.com/cli/v11/commands/npm-sbom
 */
export function makeSbom(place: string): number {
  const args = ['sbom', '--sbom-format=cyclonedx', '--package-lock-only'];
  const [command, ...first] = npm();
  const made = spawnSync(command, [...first, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (made.status !== 0) throw new Error(`npm sbom: ${made.stderr || made.error?.message}`);
  const sbom = JSON.parse(made.stdout) as Sbom;
  // npm's own --omit=dev also leaves out what production shares with a tool.
  const tools = new Set(sbom.components.filter(isTool).map((each) => each['bom-ref']));
  sbom.components = sbom.components.filter((each) => !tools.has(each['bom-ref']));
  sbom.dependencies = sbom.dependencies
    .filter(({ ref }) => !tools.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((on) => !tools.has(on)) }));
  // npm names it after the folder, which is everybody's own.
  sbom.metadata.component.name = 'regulars';
  fs.writeFileSync(place, `${JSON.stringify(sbom, null, 2)}\n`);
  return sbom.components.length;
}

const isTool = ({ properties = [] }: Component): boolean =>
  properties.some(({ name, value }) => name === 'cdx:npm:package:development' && value === 'true');

/** The npm that started us, run by our own Node; else the one on the path. */
function npm(): [string, ...string[]] {
  const running = process.env.npm_execpath;
  return running?.endsWith('.js') ? [process.execPath, running] : ['npm'];
}
