/** What columns are called in order exports, in English, Persian and Arabic. */

export const ROLES = [
  'order',
  'customer',
  'email',
  'phone',
  'customerName',
  'date',
  'total',
  'amount',
  'quantity',
  'price',
  'refunded',
  'status',
  'cancelledAt',
  'currency',
  'product',
] as const;
export type Role = (typeof ROLES)[number];

const list = (...names: string[]): string[] => names.flatMap((each) => each.split('|'));

/** The better a name fits, the earlier it stands. */
export const NAMES: Readonly<Record<Role, readonly string[]>> = {
  order: list(
    'order id|order number|order no|order #|order|order name|order code',
    'invoice no|invoice|invoice id|invoice number|transaction id|receipt no',
    'sale id|purchase id|receipt|receipt number|basket id|transaction',
    'شماره سفارش|شناسه سفارش|کد سفارش|شماره فاکتور|شناسه فاکتور|کد فاکتور',
    'سفارش|فاکتور|شماره تراکنش|رقم الطلب|معرف الطلب|رقم الطلبية',
    'رقم الفاتورة|الطلب|الفاتورة|رقم العملية|كود الطلب|name|id',
  ),
  customer: list(
    'customer id|customer no|customer number|cust id|client id|user id',
    'shopper id|buyer id|member id|master id|customer unique id|visitor id',
    'customer user id|customer code|account id|household key|consumer id',
    'شناسه مشتری|کد مشتری|شماره مشتری|شناسه خریدار|کد خریدار|کد کاربر',
    'شناسه کاربر|معرف العميل|رقم العميل|رمز العميل|كود العميل|رقم الزبون',
    'معرف الزبون|معرف المستخدم|كود الزبون|رقم المشتري|مشتری|خریدار|العميل',
    'الزبون|المشتري|customer|client|shopper|buyer|user|member',
  ),
  email: list(
    'email|customer email|billing email|email billing|contact email|e mail',
    'email address|buyer email|ایمیل|پست الکترونیک|رایانامه|ایمیل مشتری',
    'البريد الإلكتروني|بريد العميل|الإيميل|ايميل',
  ),
  phone: list(
    'phone|customer phone|billing phone|phone billing|mobile|phone number',
    'mobile number|telephone|shipping phone|موبایل|شماره موبایل|تلفن',
    'تلفن همراه|شماره تماس|شماره تلفن|همراه|الهاتف|رقم الهاتف|الجوال',
    'رقم الجوال|الموبايل|رقم الموبايل',
  ),
  customerName: list(
    'customer name|client name|billing name|buyer name|full name|نام مشتری',
    'نام خریدار|نام و نام خانوادگی|اسم العميل|اسم الزبون|الاسم',
  ),
  date: list(
    'created at|order date|order created date|invoice date|purchase date|date',
    'order purchase timestamp|transaction date|processed at|paid at|sale date',
    'date created|order placed|order time|date of purchase|timestamp|day',
    'created|datetime|date time|تاریخ سفارش|تاریخ خرید|تاریخ ثبت',
    'تاریخ فاکتور|تاریخ|زمان سفارش|تاریخ ثبت سفارش|تاريخ الطلب|تاريخ الشراء',
    'تاريخ الفاتورة|التاريخ|تاريخ الإنشاء|تاريخ العملية|تاريخ',
  ),
  total: list(
    'total|order total|grand total|total price|order total amount|total amount',
    'total paid|order amount|order value|invoice total|total value|n revenue',
    'net sales|payment value|مبلغ کل|جمع کل|مبلغ سفارش|مبلغ فاکتور',
    'مبلغ قابل پرداخت|مبلغ پرداختی|جمع فاکتور|مجموع|الإجمالي|المجموع',
    'إجمالي الطلب|قيمة الطلب|المبلغ الإجمالي|إجمالي الفاتورة|مبلغ الطلب',
  ),
  amount: list(
    'amount|line total|line amount|revenue|sales|value|spend|price paid',
    'amount paid|sales amount|item total|transaction amount|sale amount',
    'مبلغ|مبلغ خرید|قیمت کل|مبلغ ردیف|ارزش|المبلغ|القيمة|مبلغ الشراء',
  ),
  quantity: list(
    'quantity|qty|lineitem quantity|item quantity|units|items sold|count',
    'تعداد|مقدار|الكمية|العدد',
  ),
  price: list(
    'unit price|lineitem price|item price|item cost|price|price each',
    'قیمت واحد|قیمت|فی|سعر الوحدة|السعر|سعر القطعة',
  ),
  refunded: list(
    'refunded amount|order refund amount|refund amount|amount refunded|refunds',
    'مبلغ بازگشتی|مبلغ مرجوعی|مبلغ برگشتی|المبلغ المسترد|مبلغ الاسترجاع',
  ),
  status: list(
    'financial status|order status|payment status|status|state|transaction type',
    'وضعیت سفارش|وضعیت پرداخت|وضعیت|حالة الطلب|حالة الدفع|الحالة',
  ),
  cancelledAt: list(
    'cancelled at|canceled at|date cancelled|cancellation date|تاریخ لغو',
    'تاريخ الإلغاء',
  ),
  currency: list('currency|currency code|order currency|ارز|واحد پول|العملة'),
  product: list(
    'sku|lineitem sku|stock code|product id|lineitem name|product|item',
    'product name|item name|description|products|محصول|کالا|نام محصول',
    'نام کالا|کد کالا|المنتج|اسم المنتج|الصنف|رمز المنتج',
  ),
};

const words = (text: string): ReadonlySet<string> => new Set(text.split('|').map(plainText));

/** Who is nobody in particular. */
export const isGuestName = (id: string): boolean =>
  GUESTS.has(plainText(id)) || /^[-0.]*$/.test(id);
const GUESTS = words(
  'guest|guests|guest customer|guest user|anonymous|anon|unknown|none|null|nil|nan|na|n a|no customer|' +
    'not set|walk in|walkin|walk in customer|cash|cash customer|pos|default|undefined|' +
    'مهمان|ناشناس|مشتری مهمان|مشتری عمومی|نامشخص|متفرقه|ضيف|زائر|مجهول|غير معروف|عميل نقدي|بدون',
);

/** An order with such a status did not come to anything. */
export const isUndone = (status: string): boolean => UNDONE.has(plainText(status));
const UNDONE = words(
  'cancelled|canceled|cancel|cancellation|voided|void|refunded|refund|fully refunded|returned|return|' +
    'failed|declined|rejected|expired|trash|draft|checkout draft|chargeback|charged back|reversed|' +
    'wc cancelled|wc refunded|wc failed|unavailable|' +
    'لغو شده|لغو|کنسل|کنسل شده|مرجوع|مرجوعی|مرجوع شده|عودت|عودت شده|برگشتی|بازگشت داده شده|ناموفق|' +
    'باطل|باطل شده|رد شده|منقضی|' +
    'ملغي|ملغى|ملغاة|ملغية|تم الإلغاء|مسترد|مستردة|مسترجع|مسترجعة|مرتجع|مرتجعة|تم الاسترجاع|' +
    'فاشل|فشل|مرفوض|مرفوضة|منتهي',
);

/**
 * For comparing words whoever typed them: lower case, Arabic and Persian letters of one look as one,
 * no marks of vowels, and whatever is no letter or digit as one space.
 */
export function plainText(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/[\p{Mn}\u0640]/gu, '')
    .replace(/[يى]/g, 'ی')
    .replace(/ك/g, 'ک')
    .replace(/[أإآٱ]/g, 'ا')
    .replace(/[ةۀ]/g, 'ه')
    .replace(/\u200c/g, ' ')
    .replace(/[^\p{L}\p{N}#]+/gu, ' ')
    .trim();
}
