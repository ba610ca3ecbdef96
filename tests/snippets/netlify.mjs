// Calls a Netlify function as Netlify does, once for each address given, and prints where it sends people on to.
import { pathToFileURL } from 'node:url';

const [file, ...addresses] = process.argv.slice(2);
const { default: handler, config } = await import(pathToFileURL(file));
for (const address of addresses) {
  const response = await handler(new Request(`https://example.com${config.path}${address}`), {});
  if (response.status !== 302 || response.headers.get('cache-control') !== 'no-store') {
    throw new Error(`status ${response.status}`);
  }
  console.log(response.headers.get('location'));
}
const unknown = await handler(new Request(`https://example.com${config.path}?kind=toString`), {});
if (addresses.length > 1 && unknown.status !== 404) {
  throw new Error(`an unknown kind gives status ${unknown.status}`);
}
