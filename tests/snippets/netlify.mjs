// Calls a Netlify function as Netlify does, once for each query given, and prints where it redirects to.
import { pathToFileURL } from 'node:url';

const [file, ...queries] = process.argv.slice(2);
const { default: handler, config } = await import(pathToFileURL(file));
for (const query of queries) {
  const response = await handler(new Request(`https://example.com${config.path}${query}`), {});
  if (response.status !== 302 || response.headers.get('cache-control') !== 'no-store') {
    throw new Error(`status ${response.status}`);
  }
  console.log(response.headers.get('location'));
}
const unknown = await handler(new Request(`https://example.com${config.path}?kind=toString`), {});
if (queries.length > 1 && unknown.status !== 404) {
  throw new Error(`unknown kind: status ${unknown.status}`);
}
