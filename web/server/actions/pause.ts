/** Real time, for waits between two looks: never for what is due, which goes by the clock. */
export const pause = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));
