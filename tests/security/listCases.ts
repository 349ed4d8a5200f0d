/** Each address of segments and of files with shoppers, asked for something by a name. */
type Ask = (name: string) => Promise<Response>;
type Hands = {
  staff: (method: string, place: string, body?: object) => Promise<Response>;
  sendCsv: (place: string, body: string) => Promise<Response>;
};

const e = encodeURIComponent;
const filterOf = (name: string) => ({
  match: 'all',
  of: [{ is: 'bought', args: { items: [`product:${name}`] } }],
});

export const listCases = ({ staff, sendCsv }: Hands): Record<string, Ask> => ({
  'GET /api/bulk': (name) => staff('GET', `bulk?shopId=${e(name)}`),
  'GET /api/bulk/:id': (name) => staff('GET', `bulk/${e(name)}`),
  'POST /api/bulk/:id/start': (name) => staff('POST', `bulk/${e(name)}/start`, {}),
  'POST /api/bulk/:id/approve': (name) => staff('POST', `bulk/${e(name)}/approve`, {}),
  'POST /api/bulk/:id/drop': (name) => staff('POST', `bulk/${e(name)}/drop`, {}),
  'POST /api/bulk/:id/undo': (name) => staff('POST', `bulk/${e(name)}/undo`, {}),
  // Behind those that name one: from here on our own club has a file by each of these names.
  'POST /api/bulk': (name) =>
    sendCsv(
      `bulk?id=${e(name)}&name=x&note=x`,
      `email,phone,customer id,points\n${JSON.stringify(name)},${JSON.stringify(name)},x,5`,
    ),
  'GET /api/segments': (name) => staff('GET', `segments?shopId=${e(name)}`),
  'POST /api/segments/count': (name) => staff('POST', 'segments/count', { filter: filterOf(name) }),
  'PUT /api/segments/scoring': () =>
    staff('PUT', 'segments/scoring', { bins: 5, cutPoints: null, groups: null }),
  'PUT /api/segments/:id': (name) =>
    staff('PUT', `segments/${e(name)}`, { name: 'x', tag: null, filter: null }),
  'POST /api/segments/:id/settle': (name) => staff('POST', `segments/${e(name)}/settle`, {}),
  'POST /api/segments/:id/remove': (name) => staff('POST', `segments/${e(name)}/remove`, {}),
  'GET /api/segments/:id/file': (name) => staff('GET', `segments/${e(name)}/file`),
  // With a tag that is none: a segment that is made is listed beside all that our own club has.
  'POST /api/segments': (name) =>
    staff('POST', 'segments', {
      id: name,
      name: 'x',
      kind: 'live',
      tag: 'a,b',
      filter: filterOf(name),
    }),
  'POST /api/segment-lists': (name) =>
    sendCsv(
      `segment-lists?id=${e(name)}&name=x&tag=a,b`,
      `email,phone,customer id\n${JSON.stringify(name)},${JSON.stringify(name)},x`,
    ),
});
