import { GraphQLError } from 'graphql';

/** Array arguments hold 250 elements at most: https://shopify.dev/docs/api/usage/limits */
export const MAX_INPUT_SIZE = 250;

export function checkInputSize(list: readonly unknown[], most: number = MAX_INPUT_SIZE): void {
  if (list.length <= most) return;
  throw new GraphQLError(
    `The input array size of ${list.length} is greater than the maximum allowed of ${most}.`,
    { extensions: { code: 'MAX_INPUT_SIZE_EXCEEDED' } },
  );
}
