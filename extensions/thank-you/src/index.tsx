import '@shopify/ui-extensions/preact';
import { render } from 'preact';
import { ThankYou } from './ThankYou.tsx';

/** Called by the page, with the body as the place that is ours. */
export default function extension(): void {
  render(<ThankYou />, document.body);
}
