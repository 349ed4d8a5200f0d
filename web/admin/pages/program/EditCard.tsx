import type { ReactNode } from 'react';
import { useDesk } from '../../desk.ts';
import type { ProgramBody } from '../../../contract/merchant.ts';
import { EditableCard } from '../../ui/EditableCard.tsx';
import type { CardName, Editing } from './editing.ts';

type Props = {
  card: CardName;
  editing: Editing;
  /** What the card says about a draft that can be read. */
  view: (program: ProgramBody) => ReactNode;
  form: ReactNode;
};

/** One card of the program. While the draft cannot be read, the form stays the only view of it. */
export function EditCard({ card, editing, view, form }: Props) {
  const { words } = useDesk();
  const title = words.say(`program.${card}.title`);
  const { read } = editing.draft;
  return (
    <EditableCard
      title={title}
      edit={{ text: words.say('app.edit'), full: words.say('app.editWhat', { what: title }) }}
      done={{ text: words.say('app.done'), full: words.say('app.doneWhat', { what: title }) }}
      editing={editing.open.has(card)}
      onEditing={(on) => editing.setEditing(card, on)}
      form={form}
    >
      {view(read.program)}
    </EditableCard>
  );
}
