import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import { PlainButton, SmallButton } from './buttons.tsx';
import { SectionCard } from './SectionCard.tsx';

type Label = { text: string; full: string };
type Props = {
  title: string;
  edit: Label;
  done: Label;
  editing: boolean;
  onEditing: (editing: boolean) => void;
  /** What the card says while nobody edits it. */
  children: ReactNode;
  form: ReactNode;
};

/** A card that says something, and opens into the form that changes it, in place. */
export function EditableCard(props: Props) {
  const { title, edit, done, editing, onEditing, children, form } = props;
  const area = useRef<HTMLDivElement>(null);
  const editId = useId();
  const was = useRef(editing);
  useEffect(() => {
    if (was.current === editing) return;
    was.current = editing;
    const first = area.current?.querySelector<HTMLElement>('input, select, button');
    const target = editing ? first : document.getElementById(editId);
    target?.focus();
  }, [editing, editId]);
  return (
    <SectionCard
      title={title}
      action={
        editing ? undefined : (
          <PlainButton id={editId} label={edit.full} onPress={() => onEditing(true)}>
            {edit.text}
          </PlainButton>
        )
      }
    >
      {editing ? (
        <div ref={area} className="rg-form">
          {form}
          <div>
            <SmallButton label={done.full} onPress={() => onEditing(false)}>
              {done.text}
            </SmallButton>
          </div>
        </div>
      ) : (
        children
      )}
    </SectionCard>
  );
}
