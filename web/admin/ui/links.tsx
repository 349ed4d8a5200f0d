import { Link } from '@shopify/polaris';
import type { ReactNode } from 'react';

/** A way to another page of the app. */
export function PageLink({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link url={href} removeUnderline>
      {children}
    </Link>
  );
}

/** The arrow before a page's heading; it points to where reading began. */
export function BackLink({ href, label }: { href: string; label: string }) {
  return (
    <Link url={href} accessibilityLabel={label} monochrome removeUnderline>
      <span className="rg-back" aria-hidden />
    </Link>
  );
}

/** What stays in Latin order whatever is written around it: codes, order numbers, addresses. */
export function Latin({ children }: { children: string }) {
  return (
    <bdi dir="ltr" className="rg-latin">
      {children}
    </bdi>
  );
}
