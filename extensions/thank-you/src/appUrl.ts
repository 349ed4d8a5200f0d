declare const process: { env: { APP_URL?: string } };

/**
 * Where the app answers, without a slash at the end. The Shopify CLI puts the address in when it
 * builds: the tunnel's in development, else APP_URL of its environment file.
 */
export const appUrl = (process.env.APP_URL ?? '').replace(/\/$/, '');
