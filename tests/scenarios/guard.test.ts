/** Above half the margin nothing is published by mistake, whoever publishes and from wherever. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ProgramAnswer, ProgramBody } from '../../web/contract/merchant.ts';
import type { WorstCaseAnswer } from '../../web/contract/worstCase.ts';
import type { ErrorBody } from '../../web/contract/shopper.ts';
import { aProgram, startWorld } from '../world.ts';
import type { World } from '../world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** 5 points per 1.00 are worth 5 % at best; a tenth off the next order comes on top. */
const generous: ProgramBody = aProgram({
  nextOrder: {
    who: 'all',
    value: { kind: 'percentOff', basisPoints: 1000 },
    minimumMinor: 0,
    combinesWith: { order: false, product: false, shipping: true },
    days: 30,
    quietDays: 0,
    reminderDays: [],
  },
});

const newest = async (): Promise<number> =>
  (await world.api<ProgramAnswer>('GET', '/api/program')).body.versions[0]?.version ?? 0;

const publish = async (program: ProgramBody, more: object = {}) =>
  world.api<ProgramAnswer & ErrorBody>('PUT', '/api/program', {
    baseVersion: await newest(),
    program,
    ...more,
  });

const tell = (marginBasisPoints: number, aovMinor: number | null = 5000) =>
  world.api<ProgramAnswer>('PUT', '/api/shop/answers', { marginBasisPoints, aovMinor });

test('where nobody has told a margin, nothing is held against one', async () => {
  expect((await publish(generous)).status).toBe(200);
});

test('what is told is kept for every merchant of the shop', async () => {
  expect((await tell(2000)).status).toBe(200);
  const { body } = await world.api<ProgramAnswer>('GET', '/api/program');
  expect(body.answers).toEqual({ marginBasisPoints: 2000, aovMinor: 5000 });
  expect((await tell(0)).status).toBe(422);
});

test('above half of it the figure has to be typed, and is said in words', async () => {
  const before = await newest();
  const refused = await publish(generous);
  expect([refused.status, refused.body.error.code]).toEqual([409, 'unconfirmed']);
  const asked = { program: generous, marginBasisPoints: 2000, aovMinor: 5000 };
  const told = await world.api<WorstCaseAnswer>('POST', '/api/program/worst-case', asked);
  const { shareBasisPoints } = told.body.worstCase;
  expect(refused.body.error.message).toContain(`${shareBasisPoints / 100}%`);
  expect((await publish(generous, { confirmedBasisPoints: shareBasisPoints - 10 })).status).toBe(
    409,
  );
  expect(await newest()).toBe(before);
  expect((await publish(generous, { confirmedBasisPoints: shareBasisPoints })).status).toBe(200);
  expect(await newest()).toBe(before + 1);
});

test('below half of it nothing has to be typed', async () => {
  await tell(6000);
  expect((await publish(generous)).status).toBe(200);
});
