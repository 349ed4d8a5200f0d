/** `npm run db:drift`: do the migrations make exactly the tables that prisma/schema describes? */
import { differenceFromSchema, withMigratedDatabase } from './prismaCli.ts';

const difference = await withMigratedDatabase(differenceFromSchema);
if (difference === null) {
  console.log('The migrations make what prisma/schema describes.');
} else {
  console.error(`The migrations and prisma/schema disagree. Still to be done:\n\n${difference}`);
  process.exitCode = 1;
}
