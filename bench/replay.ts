/**
 * The yardstick of whatever writes the books: the very statements it sent, with their values, sent again
 * to a copy of the database as it was before, with nothing between them. The ratio says how much of the
 * time the database itself needs.
 */
import pg from 'pg';
import type { InTransaction, Tx } from '../web/server/store/transaction.ts';

export type Statement = { text: string; values: unknown[]; hot: boolean };
export type Recording = { clubId: string; statements: Statement[] }[];

/** The same verb, which also remembers what was sent as SQL; there is nothing else on hot paths. */
export function recorded(inTransaction: InTransaction, recording: Recording): InTransaction {
  return (clubId, work) =>
    inTransaction(clubId, async (tx) => {
      const statements: Statement[] = [];
      const note = (hot: boolean, text: string, values: readonly unknown[] = []) =>
        void statements.push({ text, values: [...values], hot });
      const noting = Object.assign(Object.create(tx) as Tx, {
        query: <Row>(text: string, values?: readonly unknown[]) => {
          note(false, text, values);
          return tx.query<Row>(text, values);
        },
        hot: <Row>(text: string, values?: readonly unknown[]) => {
          note(true, text, values);
          return tx.hot<Row>(text, values);
        },
        send: (text: string, values?: readonly unknown[]) => {
          note(true, text, values);
          tx.send(text, values);
        },
      } satisfies Partial<Tx>);
      const result = await work(noting);
      recording.push({ clubId, statements });
      return result;
    });
}

/** Replays on `lanes` connections; answers how long it took, seconds. Clubs keep their order. */
export async function replay(url: string, recording: Recording, lanes: number): Promise<number> {
  const clients = await Promise.all(
    Array.from({ length: lanes }, async () => {
      const options = '-c role=regulars_app -c timezone=UTC';
      const client = new pg.Client({ connectionString: url, pipeline: true, options });
      await client.connect();
      return client;
    }),
  );
  const names = new Map<string, string>();
  const waiting = [...recording];
  const startedAt = performance.now();
  await Promise.all(
    clients.map(async (client) => {
      for (let next = waiting.shift(); next; next = waiting.shift()) await again(client, next);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await Promise.all(clients.map((client) => client.end()));
  return seconds;

  async function again(client: pg.Client, { clubId, statements }: Recording[number]) {
    const answers = [client.query(`begin; set local regulars.club_id = '${clubId}'`)];
    for (const { text, values, hot } of statements) {
      let name = names.get(text);
      if (name === undefined) names.set(text, (name = `replay-${names.size}`));
      answers.push(client.query(hot ? { name, text, values } : { text, values }));
    }
    const { command } = await client.query('commit');
    await Promise.all(answers);
    if (command !== 'COMMIT') throw new Error('a replayed transaction was rolled back');
  }
}
