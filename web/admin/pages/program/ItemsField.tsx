import { useEffect, useState } from 'react';
import type { CatalogueAnswer } from '../../../contract/catalogue.ts';
import type { ArgSpec } from '../../../contract/rules.ts';
import { useDesk } from '../../desk.ts';
import { itemName } from '../../program/ruleSentences.ts';
import { PlainButton, SmallButton } from '../../ui/buttons.tsx';
import { FieldGroup, SearchField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import type { Editing } from './editing.ts';

type Props = {
  id: string;
  label: string;
  /** What can be looked for, where that is not all there is. */
  find?: string;
  editing: Pick<Editing, 'errorAt' | 'names' | 'speech'>;
  spec: ArgSpec & { kind: 'items' };
  chosen: readonly string[];
  onChange: (items: readonly string[]) => void;
};

/** So many are offered at once. */
const OFFERED = 8;

/** Goods are chosen by typing what they are called. */
export function ItemsField({ id, label, find, editing, spec, chosen, onChange }: Props) {
  const { words, announce } = useDesk();
  const [typed, setTyped] = useState('');
  const found = useFound(typed, spec.of).filter(({ item }) => !chosen.includes(item));
  const error = editing.errorAt(id);
  const add = ({ item, name }: Found): void => {
    editing.names.learn(item, name);
    onChange([...chosen, item]);
    setTyped('');
    announce(words.say('program.rules.item.added', { name }));
  };
  return (
    <FieldGroup legend={label}>
      {chosen.length > 0 && (
        <ul className="rg-chosen">
          {chosen.map((item) => {
            const name = itemName(item, editing.speech);
            return (
              <li key={item}>
                <span>{name}</span>
                <PlainButton
                  label={words.say('program.rules.item.removeWhat', { name })}
                  onPress={() => onChange(chosen.filter((each) => each !== item))}
                >
                  {words.say('program.rules.item.remove')}
                </PlainButton>
              </li>
            );
          })}
        </ul>
      )}
      <SearchField
        id={id}
        label={find ?? words.say('program.rules.item.find')}
        help={words.say(
          spec.of.length > 1 ? 'program.rules.item.help' : 'program.rules.item.helpProduct',
        )}
        error={error}
        value={typed}
        onChange={setTyped}
      />
      {found.length > 0 && (
        <ul className="rg-found">
          {found.slice(0, OFFERED).map((each) => (
            <li key={each.item}>
              <SmallButton onPress={() => add(each)}>{each.shown}</SmallButton>
            </li>
          ))}
        </ul>
      )}
      {typed.trim() !== '' && found.length === 0 && (
        <Sentence tone="soft">{words.say('program.rules.item.none')}</Sentence>
      )}
    </FieldGroup>
  );
}

type Found = { item: string; name: string; shown: string };

function useFound(typed: string, of: readonly string[]): Found[] {
  const { api, words } = useDesk();
  const [answer, setAnswer] = useState<CatalogueAnswer | null>(null);
  const query = typed.trim();
  useEffect(() => {
    if (query === '') return;
    const stop = new AbortController();
    const hear = async (): Promise<void> => {
      const heard = await api.catalogue(query, stop.signal);
      if (heard.ok && !stop.signal.aborted) setAnswer(heard.value);
    };
    void hear();
    return () => stop.abort();
  }, [api, query]);
  if (query === '' || answer === null) return [];
  const all: Found[] = [
    ...answer.collections.map(({ id, title }) => {
      const shown = words.say('program.rules.item.collection', { name: title });
      return { item: `collection:${id}`, name: title, shown };
    }),
    ...answer.tags.map(({ name }) => {
      return { item: `tag:${name}`, name, shown: words.say('program.rules.item.tag', { name }) };
    }),
    ...answer.vendors.map(({ name }) => {
      const shown = words.say('program.rules.item.vendor', { name });
      return { item: `vendor:${name}`, name, shown };
    }),
    ...answer.products.map(({ id, title }) => {
      return { item: `product:${id}`, name: title, shown: title };
    }),
  ];
  return all.filter(({ item }) => of.includes(item.slice(0, item.indexOf(':'))));
}
