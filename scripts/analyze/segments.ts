/** `--segments FILE`: cut points and named segments of the merchant's own. */
import fs from 'node:fs';
import { z } from 'zod';
import type { RfmOptions } from '../../web/server/domain/retention/rfm.ts';

const cuts = z.array(z.number()).min(1).max(9);
const range = z.tuple([z.number().int().min(1), z.number().int().min(1)]);
const shape = z.object({
  cutPoints: z.object({ recencyDays: cuts, orders: cuts, amount: cuts }).optional(),
  segments: z
    .array(z.object({ name: z.string().min(1), recency: range, frequency: range, monetary: range }))
    .max(200)
    .optional(),
});

/** Amounts are in the file's money there, hundredths here. Throws an Error with a sentence. */
export function readSegments(file: string): RfmOptions {
  if (!fs.existsSync(file)) throw new Error(`There is no file ${file}.`);
  let json: unknown;
  try {
    json = JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    throw new Error(`${file} is no JSON.`);
  }
  const read = shape.safeParse(json);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new Error(`${file}: ${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { cutPoints, segments } = read.data;
  for (const [name, points] of Object.entries(cutPoints ?? {})) {
    const falls = points.some((point, n) => point < (points[n - 1] ?? point));
    if (falls) throw new Error(`${file}: cutPoints.${name} must ascend.`);
  }
  return {
    ...(cutPoints && {
      cutPoints: {
        recencyDays: cutPoints.recencyDays,
        orders: cutPoints.orders,
        amountMinor: cutPoints.amount.map((amount) => amount * 100),
      },
    }),
    ...(segments && { segments }),
  };
}
