export type Bar = { label: string; share: number; value: string };

/** Shares of one whole under one another; the numbers stand beside them. */
export function Bars({ bars }: { bars: readonly Bar[] }) {
  return (
    <dl className="rg-bars">
      {bars.map(({ label, share, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <span className="rg-bar" aria-hidden>
              <span style={{ inlineSize: `${Math.min(1, share) * 100}%` }} />
            </span>
            <strong>{value}</strong>
          </dd>
        </div>
      ))}
    </dl>
  );
}
