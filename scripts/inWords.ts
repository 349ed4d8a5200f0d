/** Runs a script's work; what goes wrong is told in a sentence, with the stack under DEBUG=1. */
export async function inWords(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    if (process.env.DEBUG) console.error(error);
    // Something half-started may keep the process alive.
    process.exit(1);
  }
}
