//! A function for Netlify that sends whoever asks on to the signed URL.

use super::{
    javascript::STYLE,
    node_jose,
    plan::{Plan, add, fill},
};
use crate::core::export::snippet::{Item, Snippet};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "netlify",
    title: "Netlify function",
    language: "js",
    place: "netlify/functions/play.mjs, with MUX_SIGNING_KEY and MUX_PRIVATE_KEY among the site's variables",
    write,
};

const HEAD: &str = "
// npm install jose@6
§respelled§
import { createPrivateKey } from 'node:crypto';
import { SignJWT } from 'jose';

";

const ONE: &str = "

// Whoever opens this address gets a signed URL: check here who asks.
export default async () => {
  const token = await sign(§arguments§);
  return redirect(§url§);
};
";

const SEVERAL: &str = "

const urls = {
§urls§};

// Whoever opens this address gets a signed URL: check here who asks. /play?kind=§second§ asks for another than the first.
export default async (request) => {
  const kind = new URL(request.url).searchParams.get('kind') ?? '§first§';
  if (!Object.hasOwn(urls, kind)) {
    return new Response(null, { status: 404 });
  }
  return redirect(await urls[kind]());
};
";

const TAIL: &str = "

// A signed URL ends, so nobody may keep the answer.
function redirect(location) {
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}

export const config = { path: '/play' };
";

fn write(items: &[Item]) -> Result<String, String> {
    let plan = Plan::of(items)?;
    let mut out = fill(HEAD, &[("respelled", &plan.respelled("//"))]);
    out.push_str(&node_jose::sign(&plan));
    let arguments = |level: usize, used: usize| -> Result<Vec<String>, String> {
        let mut all = Vec::new();
        for call in &plan.calls {
            let start = format!("{}, '{}'", (STYLE.string)(call.id), call.audience.claim());
            all.push(if call.claims.is_empty() {
                start
            } else {
                let literal = STYLE.object(call.claims, level, used + start.len())?;
                format!("{start}, {literal}")
            });
        }
        Ok(all)
    };
    out.push('\n');
    if let [call] = plan.calls.as_slice() {
        let arguments = arguments(1, "  const token = await sign(, );".len())?.concat();
        let url = call.url(STYLE.string, "+", "token");
        out.push_str(&fill(ONE, &[("arguments", &arguments), ("url", &url)]));
    } else {
        let mut urls = String::new();
        let mut kinds = Vec::new();
        for (call, arguments) in plan.calls.iter().zip(arguments(1, 200)?) {
            let kind = call.name.replacen(" token", "", 1).replace(' ', "-");
            let url = call.url(STYLE.string, "+", &format!("await sign({arguments})"));
            add(
                &mut urls,
                format_args!("  {}async () => {url},\n", (STYLE.member)(&kind)),
            );
            kinds.push(kind);
        }
        let values = [
            // The last hole of a line, so its line break comes with it.
            ("urls", urls.as_str()),
            ("first", &kinds[0]),
            ("second", &kinds[1]),
        ];
        out.push_str(&fill(SEVERAL, &values));
    }
    out.push('\n');
    out.push_str(&fill(TAIL, &[]));
    Ok(out)
}
