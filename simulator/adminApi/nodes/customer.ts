import { isoTime } from '../../clock.ts';
import { gid } from '../../state/ids.ts';
import type { Customer } from '../../types.ts';
import type { Arguments, Asking, Node } from '../context.ts';
import { metafieldFields } from './metafield.ts';
import { creditAccounts } from './storeCredit.ts';

export function customerNode(asking: Asking, customer: Customer): Node {
  const id = gid('Customer', customer.id);
  const { email, phone, firstName, lastName } = customer;
  return {
    __typename: 'Customer',
    id,
    legacyResourceId: customer.id,
    email,
    phone,
    firstName,
    lastName,
    displayName: `${firstName} ${lastName}`.trim() || (email ?? phone ?? ''),
    defaultEmailAddress: email === null ? null : { emailAddress: email },
    defaultPhoneNumber: phone === null ? null : { phoneNumber: phone },
    locale: customer.locale,
    tags: customer.tags,
    note: null,
    state: (customer.state ?? 'enabled').toUpperCase(),
    taxExempt: false,
    verifiedEmail: email !== null && (customer.emailVerified ?? true),
    numberOfOrders: String(customer.ordersCount),
    createdAt: isoTime(customer.createdAt),
    updatedAt: isoTime(customer.updatedAt),
    storeCreditAccounts: (args: Arguments) => creditAccounts(asking, customer.id, args),
    ...metafieldFields(asking, id),
  };
}
