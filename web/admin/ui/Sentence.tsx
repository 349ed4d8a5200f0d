import { Fragment } from 'react';

type Props = { children: string; tone?: 'lead' | 'body' | 'soft' };

/** Text whose `**…**` stands out. */
export function Rich({ children }: { children: string }) {
  return children
    .split('**')
    .map((part, at) =>
      at % 2 === 1 ? (
        <strong key={`${at} ${part}`}>{part}</strong>
      ) : (
        <Fragment key={`${at} ${part}`}>{part}</Fragment>
      ),
    );
}

/** A sentence with its figures in bold: `lead` carries a card, `soft` stands under one. */
export function Sentence({ children, tone = 'lead' }: Props) {
  return (
    <p className={`rg-${tone}`}>
      <Rich>{children}</Rich>
    </p>
  );
}
