/** Which page stands behind a path of the app. */
export type Route =
  | {
      page:
        | 'home'
        | 'program'
        | 'shoppers'
        | 'files'
        | 'tasks'
        | 'segments'
        | 'referrals'
        | 'retention'
        | 'health'
        | 'settings'
        | 'nowhere';
    }
  | { page: 'shopper' | 'file'; id: string };

export const paths = {
  home: '/',
  program: '/program',
  shoppers: '/shoppers',
  files: '/shoppers/files',
  tasks: '/tasks',
  segments: '/segments',
  referrals: '/referrals',
  retention: '/retention',
  health: '/health',
  settings: '/settings',
} as const;

export const shopperPath = (id: string): string => `${paths.shoppers}/${id}`;
export const filePath = (id: string): string => `${paths.files}/${id}`;

export function routeOf(pathname: string): Route {
  const path = pathname.replace(/\/+$/, '') || '/';
  if (path === paths.home) return { page: 'home' };
  if (path === paths.program) return { page: 'program' };
  if (path === paths.shoppers) return { page: 'shoppers' };
  if (path === paths.referrals) return { page: 'referrals' };
  if (path === paths.retention) return { page: 'retention' };
  if (path === paths.health) return { page: 'health' };
  if (path === paths.settings) return { page: 'settings' };
  if (path === paths.tasks) return { page: 'tasks' };
  if (path === paths.segments) return { page: 'segments' };
  if (path === paths.files) return { page: 'files' };
  const file = /^\/shoppers\/files\/([0-9a-f-]{36})$/.exec(path)?.[1];
  if (file !== undefined) return { page: 'file', id: file };
  const id = /^\/shoppers\/([0-9a-f-]{36})$/.exec(path)?.[1];
  return id === undefined ? { page: 'nowhere' } : { page: 'shopper', id };
}
