import type { BulkShown } from '../../../contract/bulk.ts';
import { useDesk } from '../../desk.ts';
import { StateBadge } from '../../ui/StateBadge.tsx';

const TONES = {
  checked: 'new',
  waiting: 'attention',
  running: 'info',
  done: 'success',
  undoing: 'info',
  undone: 'new',
  dropped: 'new',
} as const;

export function FileBadge({ state }: { state: BulkShown['state'] }) {
  const { words } = useDesk();
  return <StateBadge tone={TONES[state]}>{words.say(`files.state.${state}`)}</StateBadge>;
}
