import type { CartInput, Commerce, PlaceOrder, RefundInput } from '../types.ts';

type Args = Readonly<Record<string, unknown>>;
const text = (args: Args, name: string): string => {
  const value = args[name];
  if (typeof value !== 'string') throw new Error(`"${name}" must be text`);
  return value;
};
type NewCustomer = Parameters<Commerce['createCustomer']>[1];
type Changes = Parameters<Commerce['updateCustomer']>[2];
type Consent = Parameters<Commerce['setEmailConsent']>[2];
type NewProduct = Parameters<Commerce['createProduct']>[1];
type ProductChange = Parameters<Commerce['updateProduct']>[2];
type NewCollection = Parameters<Commerce['createCollection']>[1];
type CollectionChange = Parameters<Commerce['updateCollection']>[2];
type DisputeOutcome = Parameters<Commerce['dispute']>[2];
type ComplianceTopic = Parameters<Commerce['compliance']>[1];

/** Every Commerce verb over JSON: `shop` and the verb's own arguments by name. */
export const verbs: Readonly<Record<string, (commerce: Commerce, args: Args) => unknown>> = {
  shops: (commerce) => commerce.shops(),
  shop: (commerce, args) => commerce.shop(text(args, 'shop')),
  products: (commerce, args) => commerce.products(text(args, 'shop')),
  createProduct: (commerce, args) =>
    commerce.createProduct(text(args, 'shop'), args['input'] as NewProduct),
  updateProduct: (commerce, args) =>
    commerce.updateProduct(text(args, 'shop'), text(args, 'id'), args['input'] as ProductChange),
  deleteProduct: (commerce, args) => commerce.deleteProduct(text(args, 'shop'), text(args, 'id')),
  collections: (commerce, args) => commerce.collections(text(args, 'shop')),
  createCollection: (commerce, args) =>
    commerce.createCollection(text(args, 'shop'), args['input'] as NewCollection),
  updateCollection: (commerce, args) =>
    commerce.updateCollection(
      text(args, 'shop'),
      text(args, 'id'),
      args['input'] as CollectionChange,
    ),
  deleteCollection: (commerce, args) =>
    commerce.deleteCollection(text(args, 'shop'), text(args, 'id')),
  customers: (commerce, args) => commerce.customers(text(args, 'shop')),
  customer: (commerce, args) => commerce.customer(text(args, 'shop'), text(args, 'id')),
  createCustomer: (commerce, args) =>
    commerce.createCustomer(text(args, 'shop'), args['input'] as NewCustomer),
  updateCustomer: (commerce, args) =>
    commerce.updateCustomer(text(args, 'shop'), text(args, 'id'), args['input'] as Changes),
  setEmailConsent: (commerce, args) =>
    commerce.setEmailConsent(text(args, 'shop'), text(args, 'id'), text(args, 'state') as Consent),
  mergeCustomers: (commerce, args) =>
    commerce.mergeCustomers(text(args, 'shop'), text(args, 'keptId'), text(args, 'deletedId')),
  storeCredit: (commerce, args) =>
    commerce.storeCredit(text(args, 'shop'), text(args, 'customerId')),
  adjustStoreCredit: (commerce, args) =>
    commerce.adjustStoreCredit(
      text(args, 'shop'),
      text(args, 'customerId'),
      Number(args['amountMinor']),
    ),
  metafield: (commerce, args) =>
    commerce.metafield(
      text(args, 'shop'),
      text(args, 'ownerId'),
      text(args, 'namespace'),
      text(args, 'key'),
    ),
  priceCart: (commerce, args) => commerce.priceCart(text(args, 'shop'), args['cart'] as CartInput),
  placeOrder: (commerce, args) =>
    commerce.placeOrder(text(args, 'shop'), args['input'] as PlaceOrder),
  markPaid: (commerce, args) => commerce.markPaid(text(args, 'shop'), text(args, 'orderId')),
  refund: (commerce, args) => commerce.refund(text(args, 'shop'), args['input'] as RefundInput),
  edit: (commerce, args) =>
    commerce.edit(
      text(args, 'shop'),
      text(args, 'orderId'),
      text(args, 'lineId'),
      Number(args['quantity']),
    ),
  cancel: (commerce, args) =>
    commerce.cancel(text(args, 'shop'), text(args, 'orderId'), {
      refund: args['refund'] === true,
    }),
  dispute: (commerce, args) =>
    commerce.dispute(
      text(args, 'shop'),
      text(args, 'orderId'),
      text(args, 'outcome') as DisputeOutcome,
    ),
  orders: (commerce, args) =>
    commerce.orders(
      text(args, 'shop'),
      args['customerId'] === undefined ? undefined : text(args, 'customerId'),
    ),
  order: (commerce, args) => commerce.order(text(args, 'shop'), text(args, 'id')),
  uninstall: (commerce, args) => commerce.uninstall(text(args, 'shop')),
  compliance: (commerce, args) =>
    commerce.compliance(
      text(args, 'shop'),
      text(args, 'topic') as ComplianceTopic,
      args['customerId'] === undefined ? undefined : text(args, 'customerId'),
    ),
};
