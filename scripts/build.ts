/**
 * `npm run build`: what a server without development packages needs. The work is done before this
 * line by scripts/bootstrap.mjs, which makes whatever is out of date before any command.
 */
console.log('The database client and the admin’s pages are up to date.');
