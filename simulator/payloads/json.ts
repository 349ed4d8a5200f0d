/**
 * JSON with exact integers. Ids exceed 2^53, and Shopify writes them as JSON integers: payload
 * builders hold them as bigint, and this writes their digits as they are.
 */
export type Json =
  null | boolean | number | string | bigint | readonly Json[] | { readonly [key: string]: Json };

const { rawJSON } = JSON as unknown as { rawJSON(text: string): unknown };

export function exactJson(value: Json): string {
  return JSON.stringify(value, (_key, each: unknown) =>
    typeof each === 'bigint' ? rawJSON(each.toString()) : each,
  );
}
