/** `npm run migration -- verb_object`: writes the migration that prisma/schema asks for. */
import fs from 'node:fs';
import path from 'node:path';
import { differenceFromSchema, migrationsDir, withMigratedDatabase } from './prismaCli.ts';

const name = process.argv[2] ?? '';

if (!/^[a-z]+(_[a-z0-9]+)+$/.test(name)) {
  console.error('Name the migration by verb and object: npm run migration -- add_shop_locale');
  process.exitCode = 1;
} else {
  const sql = await withMigratedDatabase(differenceFromSchema);
  const date = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const file = path.join(migrationsDir, `${date}_${name}`, 'migration.sql');
  fs.mkdirSync(path.dirname(file));
  const body = sql ?? '-- prisma/schema asks for nothing new: write the SQL here.';
  fs.writeFileSync(file, `-- Why: \n\nset lock_timeout = '5s';\n\n${body}\n`);
  console.log(`Wrote ${path.relative(process.cwd(), file)}. Say why in its first line.`);
}
