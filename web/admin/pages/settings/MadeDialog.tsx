import { useDesk } from '../../desk.ts';
import { showToast } from '../../bridge.ts';
import { Buttons, MainButton, SmallButton } from '../../ui/buttons.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Latin } from '../../ui/links.tsx';
import { Sentence } from '../../ui/Sentence.tsx';

type Props = { secret: string; onClose: () => void };

/** The key itself, this once. */
export function MadeDialog({ secret, onClose }: Props) {
  const { words, announce } = useDesk();
  const copy = async (): Promise<void> => {
    const copied = await navigator.clipboard.writeText(secret).then(
      () => true,
      () => false,
    );
    const said = words.say(copied ? 'settings.copied' : 'settings.copyByHand');
    announce(said);
    showToast(said);
  };
  return (
    <Dialog title={words.say('settings.madeTitle')} onClose={onClose}>
      <Sentence>{words.say('settings.madeBody')}</Sentence>
      <p className="rg-secret">
        <Latin>{secret}</Latin>
      </p>
      <Buttons>
        <MainButton onPress={() => void copy()}>{words.say('settings.copy')}</MainButton>
        <SmallButton onPress={onClose}>{words.say('settings.kept')}</SmallButton>
      </Buttons>
    </Dialog>
  );
}
