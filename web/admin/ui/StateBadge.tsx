import { Badge } from '@shopify/polaris';

type Props = { tone: 'success' | 'attention' | 'critical' | 'info' | 'new'; children: string };

/** The state of a page or a row, in words and colour. */
export function StateBadge({ tone, children }: Props) {
  return (
    <Badge {...(tone === 'new' ? {} : { tone })} toneAndProgressLabelOverride="">
      {children}
    </Badge>
  );
}
