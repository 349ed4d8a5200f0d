/** Files the storefront serves: the theme's, the extension's, product pictures and fonts. */
import { readFileSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, sep } from 'node:path';
import { sendAsset, sendNotFound } from './exchange.ts';
import { extensionAssetsPath } from './extension.ts';
import { themeAssetsPath, themeDir } from './page.ts';
import type { FrontContext } from '../front.types.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Answers everything under /cdn/; false: not an asset's path. */
export function answerAsset(
  context: FrontContext,
  request: IncomingMessage,
  response: ServerResponse,
): boolean {
  const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname);
  if (!path.startsWith('/cdn/')) return false;
  const extension = join(context.extensionsDir, 'storefront', 'assets');
  const picture = /^\/cdn\/shop\/products\/([^/]+)\.svg$/.exec(path);
  if (picture) sendPicture(context, request, response, picture[1] ?? '');
  else if (path.startsWith(`${extensionAssetsPath}/`)) {
    sendFile(response, extension, path.slice(extensionAssetsPath.length + 1));
  } else if (path.startsWith('/cdn/fonts/')) {
    sendFile(response, fontsDir(), path.slice('/cdn/fonts/'.length));
  } else if (path.startsWith(`${themeAssetsPath}/`)) {
    sendFile(response, join(themeDir, 'assets'), path.slice(themeAssetsPath.length + 1));
  } else sendNotFound(response);
  return true;
}

/** Vazirmatn, which the demo's Persian and Arabic pages use; OFL-1.1, from npm. */
function fontsDir(): string {
  const require = createRequire(import.meta.url);
  return join(dirname(require.resolve('@fontsource-variable/vazirmatn/package.json')), 'files');
}

function sendFile(response: ServerResponse, dir: string, name: string): void {
  try {
    const path = realpathSync(join(dir, name));
    if (!path.startsWith(realpathSync(dir) + sep)) sendNotFound(response);
    else sendAsset(response, name, readFileSync(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'EISDIR') throw error;
    sendNotFound(response);
  }
}

function sendPicture(
  context: FrontContext,
  request: IncomingMessage,
  response: ServerResponse,
  handle: string,
): void {
  const shop = context.shopOf(request);
  const product = context.commerce.products(shop.domain).find((one) => one.handle === handle);
  if (!product) sendNotFound(response);
  else {
    const named = /<svg[^>]*\sxmlns=/.test(product.picture);
    const xmlns = '<svg xmlns="http://www.w3.org/2000/svg"';
    sendAsset(response, 'x.svg', named ? product.picture : product.picture.replace('<svg', xmlns));
  }
}
