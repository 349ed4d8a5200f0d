import { file } from './rule.ts';
import type { Complaint, Rule, SourceFile } from './rule.ts';

const empty = /^(services?|utils?|utilities|helpers?|managers?|commons?|libs?|misc|stuff)$/;

/** `orderService.test.ts` → order, service, test, ts. */
function wordsOf(part: string): string[] {
  return part
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

function check(files: readonly SourceFile[]): Complaint[] {
  return files.flatMap(({ path }) => {
    const bad = path
      .split('/')
      .flatMap(wordsOf)
      .find((word) => empty.test(word));
    return bad === undefined ? [] : [{ path, line: 1, message: `"${bad}" says nothing` }];
  });
}

export const fileNames: Rule = {
  name: 'file names say what is inside',
  check,
  good: [
    [file('web/server/actions/recordOrders.ts', '')],
    [file('web/server/domain/library.ts', '')],
  ],
  bad: [
    [file('web/server/actions/orderService.ts', '')],
    [file('web/server/utils/money.ts', '')],
    [file('scripts/helpers.ts', '')],
    [file('web/lib/a.ts', '')],
  ],
};

const migrationName = /^prisma\/migrations\/\d{14}_[a-z]+(_[a-z0-9]+)+\/migration\.sql$/;

export const migrations: Rule = {
  name: 'a migration is dated, named verb_object, and opens with why',
  check: (files) =>
    files
      .filter(({ path }) => path.startsWith('prisma/migrations/') && path.endsWith('.sql'))
      .flatMap(({ path, text }) => [
        ...(migrationName.test(path)
          ? []
          : [{ path, line: 1, message: 'the folder is not named YYYYMMDDhhmmss_verb_object' }]),
        ...(/^-- Why: \S/.test(text)
          ? []
          : [{ path, line: 1, message: 'the first line does not say "-- Why: …"' }]),
      ]),
  good: [[file('prisma/migrations/20260101000000_add_wallet/migration.sql', '-- Why: money.')]],
  bad: [
    [file('prisma/migrations/20260101000000_add_wallet/migration.sql', 'create table a ();')],
    [file('prisma/migrations/20260101000000_add_wallet/migration.sql', '-- Why: \n')],
    [file('prisma/migrations/0001_wallet/migration.sql', '-- Why: money.')],
  ],
};
