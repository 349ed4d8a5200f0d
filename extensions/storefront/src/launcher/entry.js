/** Everything that runs before the shopper has touched anything. */
import './launcher.js';
import './product.js';
import './page.js';
