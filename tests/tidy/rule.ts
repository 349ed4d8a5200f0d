/** A rule of style as a test: it looks over the files and brings its own proof that it can see. */
export type SourceFile = { path: string; text: string };
export type Complaint = { path: string; line: number; message: string };

export type Rule = {
  /** Completes the sentence "the tree holds to: …". */
  name: string;
  check(files: readonly SourceFile[]): Complaint[];
  /** Small trees without a complaint. */
  good: readonly (readonly SourceFile[])[];
  /** Small trees with at least one complaint each. */
  bad: readonly (readonly SourceFile[])[];
};

export function file(path: string, text: string): SourceFile {
  return { path, text };
}

/** Every match of a pattern (with the g flag) in the files, as complaints. */
export function matches(
  files: readonly SourceFile[],
  pattern: RegExp,
  message: (found: string) => string,
): Complaint[] {
  return files.flatMap(({ path, text }) =>
    [...text.matchAll(pattern)].map((match) => ({
      path,
      line: text.slice(0, match.index).split('\n').length,
      message: message(match[0].trim()),
    })),
  );
}

export const isTest = (path: string): boolean => /\.(test|battery)\.tsx?$/.test(path);
export const isCode = (path: string): boolean => /\.(ts|tsx|js|mjs|jsx)$/.test(path);
export const isScript = (path: string): boolean => /\.(ts|tsx)$/.test(path);
/** The rules themselves have to spell out what they forbid. */
export const isTidy = (path: string): boolean => path.startsWith('tests/tidy');
