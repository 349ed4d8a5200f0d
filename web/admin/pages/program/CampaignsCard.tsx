import type { ProgramBody } from '../../../contract/merchant.ts';
import { useDesk } from '../../desk.ts';
import { newCampaign } from '../../program/ruleForm.ts';
import type { CampaignForm } from '../../program/ruleForm.ts';
import { budgetSentence } from '../../program/sentences.ts';
import { campaignLine } from '../../program/ruleSentences.ts';
import { PlainButton } from '../../ui/buttons.tsx';
import { FieldGroup, NumberField } from '../../ui/fields.tsx';
import { Sentence } from '../../ui/Sentence.tsx';
import { AddRule } from './AddRule.tsx';
import { CampaignFields, useCampaignDays } from './CampaignFields.tsx';
import { EditCard } from './EditCard.tsx';
import { focusField } from './editing.ts';
import type { Editing } from './editing.ts';
import { RuleFields } from './RuleFields.tsx';
import { TierChoice } from './TierChoice.tsx';

/** Bonuses for a while, with an end, a budget or places. */
export function CampaignsCard({ editing }: { editing: Editing }) {
  return (
    <EditCard
      card="campaigns"
      editing={editing}
      form={<Form editing={editing} />}
      view={(program) => <Told program={program} editing={editing} />}
    />
  );
}

function Told({ program, editing }: { program: ProgramBody; editing: Editing }) {
  const { words } = useDesk();
  const { campaigns = [] } = program;
  const budget = budgetSentence(program, editing.speech);
  return (
    <>
      {campaigns.length === 0 && (
        <Sentence tone="soft">{words.say('program.campaigns.none')}</Sentence>
      )}
      {campaigns.map((campaign) => (
        <Sentence key={campaign.id}>{campaignLine(campaign, editing.speech)}</Sentence>
      ))}
      {budget !== '' && <Sentence>{budget}</Sentence>}
    </>
  );
}

function Form({ editing }: { editing: Editing }) {
  const { words, announce } = useDesk();
  const { form, change } = editing.draft;
  const { campaigns, registry } = form;
  const days = useCampaignDays(editing.clock);
  const set = (at: number, patch: Partial<CampaignForm>): void =>
    change({ campaigns: campaigns.map((each, i) => (i === at ? { ...each, ...patch } : each)) });
  const remove = (at: number): void => {
    change({ campaigns: campaigns.toSpliced(at, 1) });
    announce(words.say('program.campaigns.removed'));
    focusField('add-campaigns');
  };
  const budgetId = 'bonusBudget.points';
  return (
    <>
      <NumberField
        id={budgetId}
        label={words.say('program.campaigns.monthly')}
        help={words.say('program.campaigns.monthlyHelp')}
        error={editing.errorAt(budgetId)}
        value={form.bonusPoints}
        onChange={(bonusPoints) => change({ bonusPoints })}
        onLeave={() => editing.draft.leave(budgetId)}
      />
      {campaigns.map((campaign, at) => (
        <div className="rg-reward" key={campaign.id}>
          <FieldGroup legend={words.say('program.campaigns.campaign', { n: at + 1 })}>
            <CampaignFields
              {...{ editing, campaign, days }}
              path={`campaigns.${at}`}
              onChange={(patch) => set(at, patch)}
            />
            <TierChoice
              tiers={form.tiers}
              chosen={campaign.tiers}
              onChange={(tiers) => set(at, { tiers })}
            />
            <RuleFields
              editing={editing}
              rule={campaign}
              path={`campaigns.${at}`}
              onChange={(patch) => set(at, patch)}
            />
          </FieldGroup>
          <div>
            <PlainButton
              label={words.say('program.campaigns.removeWhat', { n: at + 1 })}
              onPress={() => remove(at)}
            >
              {words.say('program.campaigns.remove')}
            </PlainButton>
          </div>
        </div>
      ))}
      <AddRule
        id="add-campaigns"
        rules={registry.filter((rule) => rule.campaign)}
        label={words.say('program.campaigns.add')}
        speech={editing.speech}
        onAdd={(rule) => {
          const name = words.say('program.campaigns.newName', { n: campaigns.length + 1 });
          change({ campaigns: [...campaigns, newCampaign(rule, name)] });
          announce(words.say('program.campaigns.added'));
          focusField(`campaigns.${campaigns.length}.name`);
        }}
      />
    </>
  );
}
