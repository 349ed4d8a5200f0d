import type { KeyboardEvent, ReactNode, SyntheticEvent } from 'react';
import { useId, useRef, useState } from 'react';
import { Buttons, SmallButton } from './buttons.tsx';
import { SectionCard } from './SectionCard.tsx';
import { Sentence } from './Sentence.tsx';
import './retention.css';

type Row = readonly string[];
export type Sheet = { head: Row; rows: readonly Row[] };
export type PictureLabels = { table: string; csv: string; excel: string };

type Props = {
  title: string;
  sentence: string;
  note: string | null;
  /** Null: the table is all there is, and always in sight. */
  drawing: ReactNode;
  sheet: Sheet;
  labels: PictureLabels;
  onCsv: () => void;
  onExcel: () => void;
  wide?: boolean;
};

/** What it shows in a sentence, the drawing, the same as a table, and as files. */
export function PictureCard(props: Props) {
  const { title, sentence, note, drawing, sheet, labels, onCsv, onExcel, wide } = props;
  const [open, setOpen] = useState(false);
  const tableId = useId();
  const shown = open || drawing === null;
  const named = (label: string): string => `${label}: ${title}`;
  const actions = (
    <div className="rg-no-print">
      <Buttons>
        {drawing !== null && (
          <SmallButton label={named(labels.table)} onPress={() => setOpen(!open)}>
            {labels.table}
          </SmallButton>
        )}
        <SmallButton label={named(labels.csv)} onPress={onCsv}>
          {labels.csv}
        </SmallButton>
        <SmallButton label={named(labels.excel)} onPress={onExcel}>
          {labels.excel}
        </SmallButton>
      </Buttons>
    </div>
  );
  return (
    <div className={wide ? 'rg-picture rg-wide' : 'rg-picture'}>
      <SectionCard title={title} action={actions}>
        <Sentence tone="body">{sentence}</Sentence>
        {drawing !== null && <Pointed>{drawing}</Pointed>}
        {note !== null && <Sentence tone="soft">{note}</Sentence>}
        {shown && <SheetTable id={tableId} name={title} sheet={sheet} />}
      </SectionCard>
    </div>
  );
}

type Tip = { text: string; x: number; y: number };

/** Says what is pointed at, or reached by the keyboard; Escape hides it. */
function Pointed({ children }: { children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null);
  const [tip, setTip] = useState<Tip | null>(null);
  const show = ({ target }: SyntheticEvent) => {
    const told = target instanceof Element ? target.closest<SVGElement>('[data-tip]') : null;
    const around = box.current?.getBoundingClientRect();
    if (!told || !around) return setTip(null);
    const at = told.getBoundingClientRect();
    const middle = at.x + at.width / 2 - around.x;
    const x = Math.max(90, Math.min(around.width - 90, middle));
    setTip({ text: told.dataset['tip'] ?? '', x, y: at.y - around.y });
  };
  const hide = () => setTip(null);
  const key = ({ key: pressed }: KeyboardEvent) => pressed === 'Escape' && hide();
  return (
    <div
      ref={box}
      className="rg-drawing"
      role="presentation"
      onPointerOver={show}
      onPointerLeave={hide}
      onFocus={show}
      onBlur={hide}
      onKeyDown={key}
    >
      <div className="rg-scroll">{children}</div>
      {tip && (
        <div className="rg-tipped" style={{ translate: `${tip.x}px ${tip.y}px` }} aria-hidden>
          <span>{tip.text}</span>
        </div>
      )}
    </div>
  );
}

function SheetTable({ id, name, sheet }: { id: string; name: string; sheet: Sheet }) {
  return (
    <section className="rg-scroll" aria-label={name} tabIndex={0}>
      <table id={id} className="rg-sheet">
        <thead>
          <tr>
            {sheet.head.map((cell, at) => (
              <th key={`${at} ${cell}`} scope="col">
                {cell}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.map(([first = '', ...cells], row) => (
            <tr key={`${row} ${first}`}>
              <th scope="row">
                <bdi>{first}</bdi>
              </th>
              {cells.map((cell, at) => (
                <td key={`${at} ${cell}`}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Pictures beside one another where there is room. */
export function Pictures({ children }: { children: ReactNode }) {
  return <div className="rg-pictures">{children}</div>;
}
