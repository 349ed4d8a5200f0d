import { Banner } from '@shopify/polaris';
import type { ReactNode } from 'react';

type Props = {
  tone: 'critical' | 'warning';
  title: string;
  children?: ReactNode;
  action?: { text: string; onPress: () => void };
};

/** What went wrong, or came in between. It stays until it is not so any more. */
export function Note({ tone, title, children, action }: Props) {
  return (
    <div role="alert">
      <Banner
        tone={tone}
        title={title}
        {...(action ? { action: { content: action.text, onAction: action.onPress } } : {})}
      >
        {children}
      </Banner>
    </div>
  );
}
