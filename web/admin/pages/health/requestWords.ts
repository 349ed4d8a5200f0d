/** What a person's request for their data says, and how urgent it is. */
import type { DataRequestsAnswer } from '../../../contract/dataRequests.ts';
import type { Health } from '../../../contract/health.ts';
import type { Mark } from '../../ui/facts.tsx';
import { colleague } from '../shopper/speak.ts';
import type { Words } from '../../words/words.ts';

export type DataRequest = DataRequestsAnswer['requests'][number];
type When = { zone: string; now: number };

/** Answered, still in time, or too late. */
export function requestMark(request: DataRequest, now: number): Mark {
  if (request.answeredAt !== null) return 'fine';
  return Date.parse(request.dueAt) < now ? 'act' : 'look';
}

export function requestTitle(request: DataRequest, { zone, now }: When, words: Words): string {
  const day = words.day(Date.parse(request.askedAt), zone, now);
  return words.say('health.requests.asked', { number: numberOf(request), day });
}

/** The platform's own number, which stays as it is whatever is written around it. */
export const numberOf = ({ platformRequestId }: DataRequest): string =>
  `\u2066${platformRequestId}\u2069`;

/** Its last day or its answer, and what there is to hand out. */
export function requestNotes(request: DataRequest, { zone, now }: When, words: Words): string[] {
  const { answeredAt, answeredBy, kept } = request;
  const day = (at: string): string => words.day(Date.parse(at), zone, now);
  if (answeredAt !== null) {
    const name = `\u2068${colleague(answeredBy ?? 'staff', words)}\u2069`;
    return [words.say('health.requests.answered', { day: day(answeredAt), name })];
  }
  const due = Date.parse(request.dueAt);
  const first =
    due < now
      ? words.say('health.requests.overdue', { day: day(request.dueAt) })
      : words.say('health.requests.due', {
          weekday: words.weekday(due, zone),
          day: day(request.dueAt),
        });
  const second = kept === 'something' ? 'how' : kept;
  return [first, words.say(`health.requests.${second}`)];
}

/** An open request needs somebody, whatever else is well; one that is late needs them today. */
export function verdictWith(
  verdict: Health['verdict'],
  requests: readonly DataRequest[],
  now: number,
): Health['verdict'] {
  const marks = requests.map((request) => requestMark(request, now));
  if (verdict === 'act' || marks.includes('act')) return 'act';
  return marks.includes('look') ? 'look' : verdict;
}
