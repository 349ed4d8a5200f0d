import type { ReactNode } from 'react';
import { useEffect, useRef } from 'react';

type Props = {
  title: string;
  /** The way to the page above. */
  back?: ReactNode;
  badge?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
};

let pagesShown = 0;

/** A page of the app: its heading, one badge, and what is on it. */
export function PageFrame({ title, back, badge, actions, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = title;
    // Who comes from another page starts at the top of this one; the first page takes no focus.
    if (pagesShown > 0) heading.current?.focus({ preventScroll: true });
    pagesShown += 1;
  }, [title]);
  return (
    <main className="rg-page">
      <header className="rg-header">
        {back}
        <h1 ref={heading} tabIndex={-1}>
          <bdi>{title}</bdi>
        </h1>
        {badge}
        <span className="rg-space" />
        {actions}
      </header>
      {children}
    </main>
  );
}

/** Two columns, 2:1; one below the other where there is no room. */
export function Columns({ main, side }: { main: ReactNode; side: ReactNode }) {
  return (
    <div className="rg-columns">
      <div className="rg-column">{main}</div>
      <div className="rg-column">{side}</div>
    </div>
  );
}

export function Stack({ children }: { children: ReactNode }) {
  return <div className="rg-column">{children}</div>;
}
