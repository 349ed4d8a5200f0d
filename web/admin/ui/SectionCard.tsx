import { Card } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useId } from 'react';

type Props = { title: string; action?: ReactNode; children: ReactNode; headingId?: string };

/** A card with its heading. `headingId` lets other parts of the page move the focus to it. */
export function SectionCard({ title, action, children, headingId }: Props) {
  const own = useId();
  const id = headingId ?? own;
  return (
    <section aria-labelledby={id}>
      <Card padding="400">
        <div className="rg-card">
          <div className="rg-row">
            <h2 id={id} tabIndex={-1}>
              {title}
            </h2>
            {action}
          </div>
          {children}
        </div>
      </Card>
    </section>
  );
}
