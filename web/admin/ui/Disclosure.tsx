import { Button } from '@shopify/polaris';
import type { ReactNode } from 'react';
import { useState } from 'react';

type Props = { id: string; text: string; label: string; children: ReactNode };

/** A question whose answer opens under it. */
export function Disclosure({ id, text, label, children }: Props) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        variant="plain"
        textAlign="start"
        accessibilityLabel={label}
        ariaExpanded={open}
        ariaControls={id}
        onClick={() => setOpen(!open)}
      >
        {text}
      </Button>
      <div id={id} hidden={!open}>
        {open && children}
      </div>
    </>
  );
}
