/** The terms of a program in words, as shoppers read them. */
import { z } from 'zod';
import { program } from './merchant.ts';

export const termsRequest = z.object({ program, language: z.enum(['en', 'fa', 'ar']) });

export const termsShown = z.object({
  title: z.string(),
  /** Since when they hold; '' for a draft. */
  since: z.string(),
  sections: z.array(z.object({ title: z.string(), sentences: z.array(z.string()) })),
});

export type TermsRequest = z.input<typeof termsRequest>;
export type TermsShown = z.infer<typeof termsShown>;
