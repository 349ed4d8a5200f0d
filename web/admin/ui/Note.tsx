import { Banner } from '@shopify/polaris';
import type { ReactNode } from 'react';

type Props = {
  tone: 'critical' | 'warning';
  title: string;
  children?: ReactNode;
  action?: { text: string; onPress: () => void };
};

/**
 * What went wrong, or came in between. It stays until it is not so any more; Polaris
 * makes an alert of it, which is read out as it appears.
 */
export function Note({ tone, title, children, action }: Props) {
  return (
    <Banner
      tone={tone}
      title={title}
      {...(action ? { action: { content: action.text, onAction: action.onPress } } : {})}
    >
      {children}
    </Banner>
  );
}
