import { useEffect, useState } from 'preact/hooks';
import { followOrder } from './asking.ts';
import type { Answer } from './asking.ts';
import { CodeCard, CreditCard, InviteCard, PointsCard } from './cards.tsx';
import { createSpeech } from './speech.ts';

/** What the order brought: its points, a code for the next order, an invitation. */
export function ThankYou() {
  const [answer, setAnswer] = useState<Answer | null>(null);
  useEffect(() => {
    const leaving = new AbortController();
    void followOrder(setAnswer, leaving.signal);
    return () => leaving.abort();
  }, []);
  if (answer === null || answer.kind === 'nothing') return null;
  if (answer.kind === 'late') {
    return <s-paragraph color="subdued">{shopify.i18n.translate('tLate')}</s-paragraph>;
  }
  const { order } = answer;
  const speech = createSpeech(shopify.localization.language.value.isoCode, order);
  return (
    <s-stack gap="base">
      {order.points > 0 && <PointsCard order={order} speech={speech} />}
      {order.nextOrderCode && <CodeCard code={order.nextOrderCode} speech={speech} />}
      {order.cashback && <CreditCard cashback={order.cashback} speech={speech} />}
      {order.invite && <InviteCard invite={order.invite} speech={speech} />}
    </s-stack>
  );
}
