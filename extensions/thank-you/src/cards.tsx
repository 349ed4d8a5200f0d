/** One card for each thing that an order brought. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Cashback, Invite, NextOrderCode, Order } from './order.types.ts';
import type { Speech } from './speech.ts';

export function PointsCard({ order, speech }: { order: Order; speech: Speech }) {
  const { points, yoursOn } = order;
  if (yoursOn === null) return <Card title={speech.counting('tYours', points)} />;
  return (
    <s-box border="base" borderRadius="large" padding="base">
      <s-grid gridTemplateColumns="auto 1fr" gap="small-100" alignItems="start">
        <s-icon type="clock" />
        <s-stack gap="none">
          <s-heading>{speech.counting('tPoints', points)}</s-heading>
          <Soft>{shopify.i18n.translate('tPointsSub', { d: speech.day(yoursOn) })}</Soft>
        </s-stack>
      </s-grid>
    </s-box>
  );
}

export function CodeCard({ code, speech }: { code: NextOrderCode; speech: Speech }) {
  const d = speech.deadline(code.endsAt);
  const terms =
    code.minimumMinor > 0
      ? shopify.i18n.translate('tCodeEnd', { d, m: speech.money(code.minimumMinor) })
      : shopify.i18n.translate('tCodeEndAny', { d });
  return (
    <Card title={speech.offering('tCode', code.value)} text={terms}>
      <Copyable id="regulars-code" text={code.code} shown={code.code} strong />
    </Card>
  );
}

export function CreditCard({ cashback, speech }: { cashback: Cashback; speech: Speech }) {
  const { amountMinor, money, availableAt, endsAt, given } = cashback;
  const m = speech.money(amountMinor, money);
  const d = speech.deadline(endsAt);
  const from = speech.deadline(availableAt);
  return (
    <Card
      title={shopify.i18n.translate('tCredit', { m })}
      text={shopify.i18n.translate(given ? 'tCreditEnd' : 'tCreditFrom', { d, from })}
    />
  );
}

export function InviteCard({ invite, speech }: { invite: Invite; speech: Speech }) {
  const { link } = invite;
  if (link === null) return null;
  return (
    <Card
      title={speech.offering('tRefer', invite.friend.value)}
      text={speech.counting('tReferSub', invite.advocatePoints)}
    >
      <Copyable id="regulars-link" text={link} shown={link.replace(/^https?:\/\//, '')} />
    </Card>
  );
}

function Card(props: { title: string; text?: string; children?: ComponentChildren }) {
  return (
    <s-box border="base" borderRadius="large" padding="base">
      <s-stack gap="small-100">
        <s-stack gap="none">
          <s-heading>{props.title}</s-heading>
          {props.text === undefined ? null : <Soft>{props.text}</Soft>}
        </s-stack>
        {props.children}
      </s-stack>
    </s-box>
  );
}

function Soft({ children }: { children: ComponentChildren }) {
  return <s-paragraph color="subdued">{children}</s-paragraph>;
}

type CopyableProps = { id: string; text: string; shown: string; strong?: boolean };

/** A text to take along. The button says so for two seconds when the page has copied it. */
function Copyable({ id, text, shown, strong }: CopyableProps) {
  const [copied, setCopied] = useState(false);
  const onCopy = () => {
    setCopied(true);
    setTimeout(() => setCopied(false), 2_000);
  };
  return (
    <s-box border="base base dashed" borderRadius="base" paddingInline="small-100">
      <s-grid gridTemplateColumns="1fr auto" gap="small-100" alignItems="center">
        <s-text dir="ltr" type={strong ? 'strong' : 'generic'}>
          {shown}
        </s-text>
        <s-button variant="secondary" command="--copy" commandFor={id}>
          {shopify.i18n.translate(copied ? 'copied' : 'copy')}
        </s-button>
      </s-grid>
      <s-clipboard-item id={id} text={text} onCopy={onCopy} />
    </s-box>
  );
}
