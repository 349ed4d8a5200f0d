/** Where results are said to people who listen; on the page from the start, and never seen. */
export function LiveRegion({ said }: { said: string }) {
  return (
    <output className="rg-said" aria-live="polite">
      {said}
    </output>
  );
}
