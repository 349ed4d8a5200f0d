type Props = {
  label: string;
  /** Between 0 and 1; null while nobody knows how much there is. */
  share: number | null;
  /** What is said instead of a percentage. */
  value: string;
};

/** How far something has come. Its words stand beside it and are not read out at every step. */
export function Progress({ label, share, value }: Props) {
  const known = share === null ? {} : { value: Math.round(share * 1000) };
  return (
    <progress
      className="rg-progress"
      aria-label={label}
      aria-valuetext={value}
      max={1000}
      {...known}
    />
  );
}
