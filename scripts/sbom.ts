/** `npm run sbom [-- file]`: what the product is made of, as CycloneDX, from the lock file alone. */
import { makeSbom } from './sbom/makeSbom.ts';

const place = process.argv[2] ?? 'sbom.cdx.json';
console.log(`${makeSbom(place)} components in ${place}`);
