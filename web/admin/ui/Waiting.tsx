import { SkeletonBodyText } from '@shopify/polaris';
import { useEffect, useState } from 'react';
import { SectionCard } from './SectionCard.tsx';
import { Columns } from './PageFrame.tsx';

const PATIENCE_MS = 300;

/** The shape of what is coming, in grey, once it has taken long enough to be noticed. */
export function Waiting({ label, main, side }: { label: string; main: string[]; side: string[] }) {
  const [shown, setShown] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  if (!shown) return null;
  const cards = (titles: string[], lines: number) =>
    titles.map((title) => (
      <SectionCard key={title} title={title}>
        <SkeletonBodyText lines={lines} />
      </SectionCard>
    ));
  return (
    <div aria-busy="true">
      <p className="rg-said">{label}</p>
      <Columns main={cards(main, 4)} side={cards(side, 3)} />
    </div>
  );
}
