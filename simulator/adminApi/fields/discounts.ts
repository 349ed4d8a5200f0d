import { isoTime } from '../../clock.ts';
import type { AddedCode, BulkAdd } from '../../engine/jobs.ts';
import {
  addCode,
  findCode,
  listCodes,
  readDiscount,
  writeDiscount,
} from '../../state/discounts.ts';
import { gid, idOf } from '../../state/ids.ts';
import { listConnection } from '../connection.ts';
import type { Arguments, Asking, Node, RootField, UserError } from '../context.ts';
import { codeNode, codeSearch, discountNode } from '../nodes/discount.ts';
import { checkInputSize } from './inputSize.ts';
import { checkDiscount } from './discountInput.ts';

const TAKEN = 'Code must be unique. Please try a different code.';
const MESSAGES = {
  TAKEN,
  BLANK: "Code can't be blank",
  INTERNAL_ERROR: 'Something went wrong, please try again.',
};
const userError = (field: readonly string[], code: string, message: string): UserError => ({
  field,
  code,
  message,
  extraInfo: null,
});

function create(
  asking: Asking,
  args: Arguments,
  argument: 'basicCodeDiscount' | 'freeShippingCodeDiscount',
): Node {
  asking.jobs.finish();
  const { db, shop } = asking;
  const { discount, code, errors } = checkDiscount(asking, args, argument);
  if (code !== '' && findCode(db, shop.domain, code)) {
    errors.push(userError([argument, 'code'], 'TAKEN', TAKEN));
  }
  if (errors.length > 0) return { codeDiscountNode: null, userErrors: errors };
  writeDiscount(db, shop.domain, discount);
  addCode(db, shop.domain, { id: asking.ids.next(), code, discountId: discount.id });
  return { codeDiscountNode: discountNode(asking, discount), userErrors: [] };
}

function deactivate(asking: Asking, args: Arguments): Node {
  const { db, shop } = asking;
  const id = idOf('DiscountCodeNode', String(args['id']));
  const discount = id && readDiscount(db, shop.domain, id);
  if (!discount) {
    const error = userError(['id'], 'INVALID', 'Discount does not exist.');
    return { codeDiscountNode: null, userErrors: [error] };
  }
  const now = asking.now();
  const ended = { ...discount, endsAt: Math.min(discount.endsAt ?? now, now), updatedAt: now };
  writeDiscount(db, shop.domain, ended);
  return { codeDiscountNode: discountNode(asking, ended), userErrors: [] };
}

function bulkAdd(asking: Asking, args: Arguments): Node {
  const { db, shop } = asking;
  const codes = (args['codes'] as readonly { code: string }[]).map((each) => each.code);
  checkInputSize(codes);
  const id = idOf('DiscountCodeNode', String(args['discountId']));
  if (!id || !readDiscount(db, shop.domain, id)) {
    const error = userError(['discountId'], 'INVALID', 'Code discount does not exist.');
    return { bulkCreation: null, userErrors: [error] };
  }
  if (codes.length === 0) {
    const error = userError(['codes'], 'BLANK', "Codes can't be blank");
    return { bulkCreation: null, userErrors: [error] };
  }
  const job = asking.jobs.addCodes(shop.domain, id, codes);
  return { bulkCreation: bulkCreationNode(asking, job), userErrors: [] };
}

function bulkCreation(asking: Asking, args: Arguments): Node | null {
  const id = idOf('DiscountRedeemCodeBulkCreation', String(args['id']));
  const job = id ? asking.jobs.find(asking.shop.domain, id) : null;
  return job?.kind === 'bulkAdd' ? bulkCreationNode(asking, job) : null;
}

function bulkCreationNode(asking: Asking, job: BulkAdd): Node {
  const count = (test: (each: AddedCode) => boolean) => job.codes.filter(test).length;
  return {
    __typename: 'DiscountRedeemCodeBulkCreation',
    id: gid('DiscountRedeemCodeBulkCreation', job.id),
    done: job.done,
    createdAt: isoTime(job.createdAt),
    codesCount: job.codes.length,
    importedCount: count((each) => each.codeId !== null),
    failedCount: count((each) => each.error !== null),
    discountCode: () => {
      const parent = readDiscount(asking.db, asking.shop.domain, job.discountId);
      return parent && discountNode(asking, parent);
    },
    codes: (connectionArgs: Arguments) =>
      listConnection(
        job.codes.map((each) => addedCodeNode(asking, each)),
        connectionArgs,
      ),
  };
}

function addedCodeNode(asking: Asking, added: AddedCode): Node {
  const found = added.codeId && findCode(asking.db, asking.shop.domain, added.code);
  const message = added.error ? MESSAGES[added.error] : '';
  return {
    code: added.code,
    discountRedeemCode: found ? codeNode(found) : null,
    errors: added.error ? [userError(['code'], added.error, message)] : [],
  };
}

function bulkDelete(asking: Asking, args: Arguments): Node {
  asking.jobs.finish();
  const { db, shop } = asking;
  const refuse = (field: string, code: string, message: string): Node => ({
    job: null,
    userErrors: [userError([field], code, message)],
  });
  const given = ['ids', 'search', 'savedSearchId'].filter((name) => args[name] != null);
  if (given.length === 0) {
    const message = "Missing expected argument key: 'ids', 'search' or 'saved_search_id'.";
    return refuse('ids', 'MISSING_ARGUMENT', message);
  }
  if (given.length > 1) {
    const message = "Only one of 'ids', 'search' or 'saved_search_id' is allowed.";
    return refuse('ids', 'TOO_MANY_ARGUMENTS', message);
  }
  const id = idOf('DiscountCodeNode', String(args['discountId']));
  if (!id || !readDiscount(db, shop.domain, id)) {
    return refuse('discountId', 'INVALID', 'Code discount does not exist.');
  }
  const ids = (args['ids'] as readonly string[] | null | undefined) ?? null;
  if (ids) checkInputSize(ids);
  const codeIds = ids
    ? ids.map((each) => idOf('DiscountRedeemCode', each) ?? '')
    : listCodes(db, shop.domain, id, {
        ...codeSearch(String(args['search'] ?? '')),
        afterId: '0',
        limit: 1_000_000,
      }).map((code) => code.id);
  const job = asking.jobs.deleteCodes(shop.domain, id, codeIds);
  return { job: jobNode(job), userErrors: [] };
}

const jobNode = (job: { id: string; done: boolean }): Node => ({
  __typename: 'Job',
  id: gid('Job', job.id),
  done: job.done,
});

function job(asking: Asking, args: Arguments): Node | null {
  const id = idOf('Job', String(args['id']));
  const found = id ? asking.jobs.find(asking.shop.domain, id) : null;
  return found?.kind === 'bulkDelete' ? jobNode(found) : null;
}

export const discountFields: Readonly<Record<string, RootField>> = {
  discountCodeBasicCreate: (asking, args) => create(asking, args, 'basicCodeDiscount'),
  discountCodeFreeShippingCreate: (asking, args) =>
    create(asking, args, 'freeShippingCodeDiscount'),
  discountCodeDeactivate: deactivate,
  discountRedeemCodeBulkAdd: bulkAdd,
  discountRedeemCodeBulkCreation: bulkCreation,
  discountCodeRedeemCodeBulkDelete: bulkDelete,
  job,
};
