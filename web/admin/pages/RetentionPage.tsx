import { Suspense, lazy } from 'react';

/** Pictures are heavy and few look at them every day: they come when the page is opened. */
const Loaded = lazy(async () => {
  const { RetentionDesk } = await import('./retention/RetentionDesk.tsx');
  return { default: RetentionDesk };
});

export function RetentionPage() {
  return (
    <Suspense fallback={null}>
      <Loaded />
    </Suspense>
  );
}
