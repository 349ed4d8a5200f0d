/** The part of the platform port that is about money credit at the shop. */
import type { Minor } from '../domain/orderFacts.ts';
import type { WalletAccount, WalletRefusal } from '../domain/wallet.ts';
import type { CataloguePort } from './platform.catalogue.ts';
import type { PeoplePort } from './platform.people.ts';
import type { Answer, ShopCall } from './platform.ts';

/** `notEnough`: the account holds less than was to be taken. */
export type Moved = { transactionId: string } | { refused: WalletRefusal | 'notEnough' };

/**
 * One account a customer and currency. The platform knows no key of ours, so that a call that was sent
 * twice happens twice: after `unclear` the account is read before anything is sent again.
 */
export type WalletPort = {
  /**
   * What a customer's account holds now and its newest movements. Nothing and none where there is no
   * account yet, or no such customer.
   */
  readWallet(
    call: ShopCall,
    customerId: string,
    currency: string,
  ): Promise<Answer<{ account: WalletAccount }>>;
  /** Gives `amountMinor` (above 0) that ends at `expiresAt`; the account is opened where there is none. */
  creditWallet(
    call: ShopCall,
    customerId: string,
    credit: { currency: string; amountMinor: Minor; expiresAt: number | null },
  ): Promise<Answer<{ moved: Moved }>>;
  /** Takes `amountMinor` (above 0) back. */
  debitWallet(
    call: ShopCall,
    customerId: string,
    debit: { currency: string; amountMinor: Minor },
  ): Promise<Answer<{ moved: Moved }>>;
};

/** What the platform port holds in files of their own. */
export type PortParts = CataloguePort & PeoplePort & WalletPort;
