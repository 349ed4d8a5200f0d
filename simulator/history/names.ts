/**
 * Names for made-up people. In scripts other than Latin, each name stands beside the letters that
 * its bearer would write in an email address.
 */
type Written = readonly [name: string, latin: string];
export type NameStock = { first: readonly Written[]; last: readonly Written[] };

const latin = (text: string): Written[] =>
  text.split(' ').map((name) => [name, name.toLowerCase()] as const);

/** "مریم maryam|رضا reza": a name and its letters. */
const both = (text: string): Written[] =>
  text.split('|').map((each) => {
    const at = each.lastIndexOf(' ');
    return [each.slice(0, at), each.slice(at + 1)] as const;
  });

const en: NameStock = {
  first: latin(
    'Ada Alden Amos Anya Asa Beau Bess Bram Calla Cleo Cora Dale Della Dov Edda Elio Ellis Enid ' +
      'Ezra Faye Fern Finn Gemma Greta Hal Hazel Hugo Ida Ines Iris Ivo Jude June Kai Kira Lars ' +
      'Leda Lena Leo Lior Luca Mabel Marlo Milo Mina Nadia Ned Nell Nico Noor Odette Olive Opal ' +
      'Otis Petra Piper Quinn Remy Rhea Rosa Rufus Sage Silas Stella Tess Theo Uma Vera Wade Willa ' +
      'Xavi Yara Zeke Zora',
  ),
  last: latin(
    'Abbott Alder Ames Arden Ashby Barlow Bexley Birch Boone Brandt Calder Carver Cole Corwin ' +
      'Crane Dahl Darrow Delgado Drake Easton Ellery Ferris Finch Foss Frost Garland Greer Hale ' +
      'Harrow Hollis Ibarra Ives Jansen Keane Kessler Lark Lowell Lund Maddox Marsh Mercer Moss ' +
      'Nash North Oakes Okafor Osgood Park Pell Pruitt Quill Rhodes Ridley Rowe Sable Sato Shaw ' +
      'Silva Stark Sutter Tate Thorne Tran Vale Voss Wells Wilder Wren Yates Zeller',
  ),
};

const fa: NameStock = {
  first: both(
    'مریم maryam|رضا reza|نیلوفر niloofar|آرمان arman|سارا sara|بهرام bahram|لیلا leila|کاوه kaveh|' +
      'یاسمن yasaman|امید omid|پگاه pegah|سیاوش siavash|نرگس narges|فرهاد farhad|الهام elham|' +
      'داریوش dariush|مینا mina|کیارش kiarash|شبنم shabnam|بابک babak|رویا roya|سهراب sohrab|' +
      'گلناز golnaz|پویا pouya|هستی hasti|نوید navid|ترانه taraneh|مهدی mahdi|سپیده sepideh|' +
      'آرش arash|زهرا zahra|حمید hamid|نازنین nazanin|کیوان keyvan|پریا paria|میلاد milad|' +
      'ساناز sanaz|شهرام shahram|بهار bahar|علی ali',
  ),
  last: both(
    'احمدی ahmadi|کریمی karimi|رستمی rostami|نوری nouri|صادقی sadeghi|یزدانی yazdani|' +
      'فروغی foroughi|کاظمی kazemi|شیرازی shirazi|مرادی moradi|پارسا parsa|بهشتی beheshti|' +
      'نجفی najafi|دلاوری delavari|سلطانی soltani|رحیمی rahimi|جهانی jahani|تهرانی tehrani|' +
      'آذری azari|ملکی maleki|شفیعی shafiei|کوهی kouhi|بختیاری bakhtiari|روشن roshan|' +
      'گلستانی golestani|فرهمند farahmand|ستوده sotoudeh|یاوری yavari|پیروز pirouz|نیکو nikoo',
  ),
};

const ar: NameStock = {
  first: both(
    'ليلى layla|عمر omar|فاطمة fatima|خالد khalid|نور noor|سامي sami|هند hind|طارق tariq|' +
      'رنا rana|يوسف yousef|مها maha|كريم karim|سلمى salma|زياد ziad|دينا dina|فارس faris|' +
      'هالة hala|مازن mazen|ريم reem|أنس anas|جميلة jamila|وليد walid|عائشة aisha|بلال bilal|' +
      'سعاد souad|رامي rami|نادية nadia|حسام hossam|لمى lama|إياد iyad',
  ),
  last: both(
    'الخطيب khatib|حداد haddad|المصري masri|درويش darwish|النجار najjar|سليمان suleiman|' +
      'الشامي shami|قاسم qasim|البيطار bitar|منصور mansour|الراوي rawi|عثمان othman|' +
      'الحلبي halabi|شاهين shaheen|الزين zein|بركات barakat|السعدي saadi|جابر jaber|' +
      'العلي ali|نصار nassar|القاضي qadi|رزق rizq|الهاشمي hashimi|طه taha',
  ),
};

export const NAMES: Readonly<Record<string, NameStock>> = { en, fa, ar };

export const STREETS = {
  en: 'Alder Birch Canal Chapel Dock Elm Ferry Garden Harbor Juniper Lantern Maple Mill Orchard Quarry Spruce Willow'
    .split(' ')
    .map((name) => `${name} Street`),
  fa: 'خیابان بهار|خیابان نارون|کوچهٔ یاس|خیابان سرو|کوچهٔ نسترن|خیابان آفتاب|کوچهٔ انار|خیابان چنار'.split(
    '|',
  ),
};
