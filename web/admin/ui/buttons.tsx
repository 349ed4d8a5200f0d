import { Button } from '@shopify/polaris';
import type { ReactNode } from 'react';

type Props = {
  children: string;
  onPress: () => void;
  id?: string;
  /** What is said instead of the text, where the text alone could be several buttons. */
  label?: string;
  busy?: boolean;
};

const accessible = ({ id, label, busy }: Props) => ({
  ...(id === undefined ? {} : { id }),
  ...(label === undefined ? {} : { accessibilityLabel: label }),
  loading: busy === true,
});

/** The one filled button of a view. */
export function MainButton(props: Props) {
  return (
    <Button variant="primary" onClick={props.onPress} {...accessible(props)}>
      {props.children}
    </Button>
  );
}

export function SmallButton(props: Props) {
  return (
    <Button onClick={props.onPress} {...accessible(props)}>
      {props.children}
    </Button>
  );
}

export function PlainButton(props: Props) {
  return (
    <Button variant="plain" onClick={props.onPress} {...accessible(props)}>
      {props.children}
    </Button>
  );
}

export function Buttons({ children }: { children: ReactNode }) {
  return <div className="rg-buttons">{children}</div>;
}
