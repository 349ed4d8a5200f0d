/** Small shapes for facts: figures, a list of checks, the ladder of rewards. */
import type { ReactNode } from 'react';

export type Figure = { label: string; value: string; note: string };

export function Figures({ figures }: { figures: readonly Figure[] }) {
  return (
    <dl className="rg-figures">
      {figures.map(({ label, value, note }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <strong>{value}</strong>
            <span>{note}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** Full circle: fine. Square: needs a look. On its tip: needs you. Empty circle: nothing to say yet. */
export type Mark = 'fine' | 'look' | 'act' | 'neutral';

const marks: Record<Mark, string> = {
  fine: 'rg-dot',
  look: 'rg-dot rg-square',
  act: 'rg-dot rg-tip',
  neutral: 'rg-dot rg-neutral',
};

/** The words that stand beside it say the same. */
export function MarkOf({ mark }: { mark: Mark }) {
  return <span className={marks[mark]} aria-hidden />;
}

export type Fact = {
  key: string;
  /** Said before the text, since the mark is only a shape and a colour. */
  state?: { mark: Mark; words: string };
  title: ReactNode;
  note: ReactNode;
  action?: ReactNode;
};

export function FactList({ facts }: { facts: readonly Fact[] }) {
  return (
    <ul className="rg-facts">
      {facts.map(({ key, state, title, note, action }) => (
        <li key={key}>
          {state && <MarkOf mark={state.mark} />}
          <div className="rg-fact">
            <p>
              {state && <span className="rg-said">{state.words} </span>}
              {title}
            </p>
            <div className="rg-soft">{note}</div>
          </div>
          {action}
        </li>
      ))}
    </ul>
  );
}

export type Step = { key: string; value: string; price: string };

/** Every reward at equal width, cheapest first. */
export function Ladder({ label, steps }: { label: string; steps: readonly Step[] }) {
  return (
    <ol className="rg-ladder" aria-label={label}>
      {steps.map(({ key, value, price }) => (
        <li key={key}>
          <strong>{value}</strong>
          <span>{price}</span>
        </li>
      ))}
    </ol>
  );
}

export type ChangeLine = { key: string; old: string | null; new: string | null };

type ChangeProps = { changes: readonly ChangeLine[]; was: string; becomes: string; gone: string };

/** Old struck through, new in bold, with a bar at the start: readable without colour. */
export function ChangeList({ changes, was, becomes, gone }: ChangeProps) {
  return (
    <ul className="rg-changes">
      {changes.map((change) => (
        <li key={change.key}>
          {change.old !== null && (
            <del>
              <span className="rg-said">{was} </span>
              {change.old}
            </del>
          )}
          <ins>
            <span className="rg-said">{becomes} </span>
            {change.new ?? gone}
          </ins>
        </li>
      ))}
    </ul>
  );
}
