import type { DetailedHTMLProps, HTMLAttributes } from 'react';

declare global {
  namespace JSX {
    interface IntrinsicElements {
      's-link': DetailedHTMLProps<HTMLAttributes<HTMLElement>, HTMLElement> & {
        href: string;
        rel?: 'home';
      };
    }
  }
}

type Entry = { href: string; label: string };

/**
 * The app's entries in the admin's own menu; nothing of it is drawn on the page.
 * https://shopify.dev/docs/api/app-home/app-bridge-web-components/app-nav
 */
export function AppNav({ home, links }: { home: Entry; links: readonly Entry[] }) {
  return (
    <s-app-nav>
      <s-link href={home.href} rel="home">
        {home.label}
      </s-link>
      {links.map(({ href, label }) => (
        <s-link key={href} href={href}>
          {label}
        </s-link>
      ))}
    </s-app-nav>
  );
}
