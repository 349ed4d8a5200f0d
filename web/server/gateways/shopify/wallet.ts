import { formatDecimal } from '../../domain/money.ts';
import type { Minor } from '../../domain/orderFacts.ts';
import type { WalletAccount, WalletTransaction } from '../../domain/wallet.ts';
import type { Answer, ShopCall } from '../platform.ts';
import type { Moved } from '../platform.wallet.ts';
import { Unreadable, minorOf } from './amounts.ts';
import { failed, openLine } from './graphql.ts';
import type { Run } from './graphql.ts';
import { refusedBy } from './operation.ts';
import type { UserErrors } from './operation.ts';
import { gidOf } from './shapes.ts';
import { CREDIT_WALLET, DEBIT_WALLET, READ_WALLET } from './walletOperations.ts';

const NOTHING: WalletAccount = { balanceMinor: 0, newest: [], whole: true };

/** The filter of accounts by currency: https://shopify.dev/docs/api/usage/search-syntax */
export async function readWallet(
  run: Run,
  call: ShopCall,
  customerId: string,
  currency: string,
): Promise<Answer<{ account: WalletAccount }>> {
  const id = gidOf('Customer', customerId);
  const asked = { id, currency: `currency_code:${currency}` };
  const answer = await run(openLine(call), READ_WALLET, asked);
  if (!answer.ok) return answer;
  const accounts = answer.data.customer?.storeCreditAccounts.nodes ?? [];
  const found = accounts.find(({ balance }) => balance.currencyCode === currency);
  if (!found) return { ok: true, account: NOTHING };
  try {
    const newest = found.transactions.nodes.map((node) => transactionOf(node, currency));
    const account = {
      balanceMinor: minorOf(found.balance.amount, currency, 'balance'),
      newest: newest.filter(({ id: known }) => known !== ''),
      whole: !found.transactions.pageInfo.hasNextPage,
    };
    return { ok: true, account };
  } catch (error) {
    if (error instanceof Unreadable) return failed({ kind: 'refused', reason: error.message });
    throw error;
  }
}

type Node = {
  __typename: string;
  id?: string | undefined;
  amount: { amount: string };
  event: string;
};

/**
 * What an app or a person did has the event ADJUSTMENT; orders have their own:
 * https://shopify.dev/docs/api/admin-graphql/2026-07/enums/StoreCreditSystemEvent
 * Whether a debit's amount carries a sign is not told: its type says which way it went.
 */
function transactionOf(node: Node, currency: string): WalletTransaction {
  const amount = Math.abs(minorOf(node.amount.amount, currency, 'transaction'));
  const type = node.__typename.replace(/^StoreCreditAccount|Transaction$/g, '');
  const byHand = node.event === 'ADJUSTMENT' && (type === 'Credit' || type === 'Debit');
  const adds = type === 'Credit' || type === 'DebitRevert';
  return { id: node.id ?? '', amountMinor: adds ? amount : -amount, byHand };
}

/** https://shopify.dev/docs/api/admin-graphql/2026-07/enums/StoreCreditAccountCreditUserErrorCode */
const REFUSALS: Readonly<Record<string, Extract<Moved, { refused: string }>['refused']>> = {
  OWNER_NOT_FOUND: 'noCustomer',
  UNSUPPORTED_CURRENCY: 'currency',
  MISMATCHING_CURRENCY: 'currency',
  CREDIT_LIMIT_EXCEEDED: 'limit',
  EXPIRES_AT_IN_PAST: 'ended',
  ACCOUNT_NOT_FOUND: 'notEnough',
  INSUFFICIENT_FUNDS: 'notEnough',
};

type Payload = {
  storeCreditAccountTransaction: { id: string } | null;
  userErrors: UserErrors;
};

/** A refusal that the table does not know is for a person: the money is owed. */
function movedOf(payload: Payload): Answer<{ moved: Moved }> {
  const { storeCreditAccountTransaction: made, userErrors } = payload;
  if (made) return { ok: true, moved: { transactionId: made.id } };
  const known = REFUSALS[userErrors[0]?.code ?? ''];
  if (known) return { ok: true, moved: { refused: known } };
  if (userErrors.length > 0) return failed(refusedBy(userErrors));
  return failed({ kind: 'unclear', reason: 'neither moved nor refused' });
}

const moneyOf = (amountMinor: Minor, currencyCode: string) => ({
  amount: formatDecimal(amountMinor, currencyCode),
  currencyCode,
});

/** The shopper hears of it from us, so Shopify's own mail (`notify`) is not asked for. */
export async function creditWallet(
  run: Run,
  call: ShopCall,
  customerId: string,
  credit: { currency: string; amountMinor: Minor; expiresAt: number | null },
): Promise<Answer<{ moved: Moved }>> {
  const { currency, amountMinor, expiresAt } = credit;
  const answer = await run(openLine(call), CREDIT_WALLET, {
    id: gidOf('Customer', customerId),
    input: {
      creditAmount: moneyOf(amountMinor, currency),
      ...(expiresAt === null ? {} : { expiresAt: new Date(expiresAt).toISOString() }),
    },
  });
  return answer.ok ? movedOf(answer.data.storeCreditAccountCredit) : answer;
}

/** By the owner's id: the account of this currency is found by the platform. */
export async function debitWallet(
  run: Run,
  call: ShopCall,
  customerId: string,
  debit: { currency: string; amountMinor: Minor },
): Promise<Answer<{ moved: Moved }>> {
  const answer = await run(openLine(call), DEBIT_WALLET, {
    id: gidOf('Customer', customerId),
    input: { debitAmount: moneyOf(debit.amountMinor, debit.currency) },
  });
  return answer.ok ? movedOf(answer.data.storeCreditAccountDebit) : answer;
}
