/** The addresses that the doors answer, read off the doors themselves. */
import type { Router } from 'express';
import type { DoorDeps } from '../../web/server/http/deps.ts';
import { apiKeyDoor } from '../../web/server/http/api/door.ts';
import { extensionDoor } from '../../web/server/http/ext/door.ts';
import { merchantDoor } from '../../web/server/http/merchant/door.ts';
import { shopperDoor } from '../../web/server/http/shopper/door.ts';

/** Doors take what they need when they are asked; to be looked at they need nothing. */
const nothing = {} as DoorDeps;

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

function routesOf(door: string, router: Router): string[] {
  return router.stack.flatMap(({ route }) => {
    if (!route || route.path.includes('*')) return [];
    const own = route.stack.map(({ method }) => method).filter((m) => METHODS.includes(m));
    return [...new Set(own)].map((method) => `${method.toUpperCase()} ${door}${route.path}`);
  });
}

/** `GET /api/shoppers/:id` and the like. */
export const everyRoute = (): string[] => {
  const all = [
    ...routesOf('/proxy', shopperDoor(nothing)),
    ...routesOf('/api', apiKeyDoor(nothing)),
    ...routesOf('/api', merchantDoor(nothing)),
    ...routesOf('/ext', extensionDoor(nothing)),
  ];
  return [...new Set(all)];
};
