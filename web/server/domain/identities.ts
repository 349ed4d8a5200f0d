/**
 * Who a shopper is, in the one spelling that two orders of the same person share. Null means that
 * the text is nobody's address: it is never stored as an identity.
 */

/** Trimmed, NFKC, lower case. Plus tags stay: mail to them may be another person's. */
export function normaliseEmail(raw: string | null | undefined): string | null {
  const email = (raw ?? '').normalize('NFKC').trim().toLowerCase();
  if (email.length > 254) return null;
  return /^[^\s@<>()[\],;:"\\\p{Cc}\p{Cf}]{1,64}@(?:[\p{L}\p{N}-]+\.)+[\p{L}\p{N}-]{2,}$/u.test(
    email,
  )
    ? email
    : null;
}

/**
 * E.164: '+' and 8 to 15 digits. Accepts '+' or '00' in front, the spaces, dots, dashes, slashes
 * and brackets people type, and Persian, Arabic or full-width digits. A number without its country
 * is nobody's: we do not guess one.
 */
export function normalisePhone(raw: string | null | undefined): string | null {
  const latin = latinDigits(raw ?? '');
  const bare = latin.replace(/[\s.\-/()\u2010-\u2015\u2212\p{Cf}]/gu, '').replace(/^00/, '+');
  return /^\+[1-9]\d{7,14}$/.test(bare) ? bare : null;
}

/**
 * NFKC, with Persian, Arabic and full-width digits as Latin ones. Arabic-Indic digits start at U+0660,
 * Persian at U+06F0: the last four bits are the value.
 */
export const latinDigits = (text: string): string =>
  text.normalize('NFKC').replace(/[٠-٩۰-۹]/g, (digit) => String((digit.codePointAt(0) ?? 0) & 0xf));
