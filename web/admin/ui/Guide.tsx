import type { ReactNode } from 'react';
import { PlainButton } from './buttons.tsx';
import { SectionCard } from './SectionCard.tsx';

export type GuideStep = { title: string; note: string; action?: ReactNode };
type Props = { title: string; steps: readonly GuideStep[]; dismiss: string; onDismiss: () => void };

/** The first steps, numbered; whoever knows them already puts it away. */
export function Guide({ title, steps, dismiss, onDismiss }: Props) {
  return (
    <SectionCard title={title} action={<PlainButton onPress={onDismiss}>{dismiss}</PlainButton>}>
      <ol className="rg-guide">
        {steps.map((step) => (
          <li key={step.title}>
            <div className="rg-fact">
              <h3>{step.title}</h3>
              <p className="rg-soft">{step.note}</p>
              {step.action && <div className="rg-guide-action">{step.action}</div>}
            </div>
          </li>
        ))}
      </ol>
    </SectionCard>
  );
}
