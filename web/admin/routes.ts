/** Which page stands behind a path of the app. */
export type Route = 'home' | 'program' | 'nowhere';

export const paths = { home: '/', program: '/program' } as const;

export function routeOf(pathname: string): Route {
  const path = pathname.replace(/\/+$/, '') || '/';
  if (path === paths.home) return 'home';
  return path === paths.program ? 'program' : 'nowhere';
}
