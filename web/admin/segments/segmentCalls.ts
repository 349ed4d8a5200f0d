/** What the server answers about segments. */
import type {
  CountAnswer,
  FilterBody,
  ListAnswer,
  ScoringRequest,
  SegmentChange,
  SegmentRequest,
  SegmentsAnswer,
} from '../../contract/segments.ts';
import type { Answer } from '../api.ts';

export type SentList = { id: string; name: string; tag: string; file: Blob };

export type SegmentApi = {
  segments(signal?: AbortSignal): Promise<Answer<SegmentsAnswer>>;
  /** How many fit, and a few of them; nothing is kept. */
  countSegment(filter: FilterBody, signal?: AbortSignal): Promise<Answer<CountAnswer>>;
  makeSegment(body: SegmentRequest): Promise<Answer<SegmentsAnswer>>;
  changeSegment(id: string, body: SegmentChange): Promise<Answer<SegmentsAnswer>>;
  /** It is worked out soon after. */
  settleSegment(id: string): Promise<Answer<SegmentsAnswer>>;
  removeSegment(id: string): Promise<Answer<SegmentsAnswer>>;
  /** Its shoppers as CSV; that it was taken is put down. */
  segmentFile(id: string): Promise<Answer<string>>;
  sendList(list: SentList): Promise<Answer<ListAnswer>>;
  chooseScoring(body: ScoringRequest): Promise<Answer<SegmentsAnswer>>;
};

type Call = {
  method?: 'PUT' | 'POST';
  body?: unknown;
  file?: Blob;
  signal?: AbortSignal;
  text?: true;
};
type Ask = <T>(path: string, call?: Call) => Promise<Answer<T>>;

export const segmentCalls = (ask: Ask): SegmentApi => ({
  segments: (signal) => ask('/api/segments', signal ? { signal } : {}),
  countSegment: (filter, signal) =>
    ask('/api/segments/count', {
      method: 'POST',
      body: { filter },
      ...(signal ? { signal } : {}),
    }),
  makeSegment: (body) => ask('/api/segments', { method: 'POST', body }),
  changeSegment: (id, body) => ask(`/api/segments/${id}`, { method: 'PUT', body }),
  settleSegment: (id) => ask(`/api/segments/${id}/settle`, { method: 'POST', body: {} }),
  removeSegment: (id) => ask(`/api/segments/${id}/remove`, { method: 'POST', body: {} }),
  segmentFile: (id) => ask(`/api/segments/${id}/file`, { text: true }),
  sendList: ({ id, name, tag, file }) =>
    ask(`/api/segment-lists?${new URLSearchParams({ id, name, tag })}`, { method: 'POST', file }),
  chooseScoring: (body) => ask('/api/segments/scoring', { method: 'PUT', body }),
});
