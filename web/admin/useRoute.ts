import { useCallback, useEffect, useState } from 'react';
import { mayLeave } from './bridge.ts';
import { routeOf } from './routes.ts';
import type { Route } from './routes.ts';

/** The path of the page, and a way to another one that first asks about unsaved work. */
export function useRoute(): { route: Route; go: (path: string) => void } {
  const [route, setRoute] = useState(() => routeOf(location.pathname));

  const go = useCallback((path: string) => {
    if (path === location.pathname) return;
    const leave = (): void => {
      history.pushState(null, '', path);
      setRoute(routeOf(location.pathname));
      window.scrollTo(0, 0);
    };
    // Outside the admin nobody can be asked.
    mayLeave().then(leave, leave);
  }, []);

  useEffect(() => {
    const onPop = (): void => setRoute(routeOf(location.pathname));
    // The admin's own menu tells us where to go with this event.
    // https://shopify.dev/docs/api/app-home/apis/navigation
    const onNavigate = (event: Event): void => {
      const path = event.target instanceof Element ? event.target.getAttribute('href') : null;
      if (path === null) return;
      event.preventDefault();
      go(path);
    };
    window.addEventListener('popstate', onPop);
    document.addEventListener('shopify:navigate', onNavigate);
    return () => {
      window.removeEventListener('popstate', onPop);
      document.removeEventListener('shopify:navigate', onNavigate);
    };
  }, [go]);

  return { route, go };
}
