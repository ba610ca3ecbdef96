//! A function for Netlify that redirects to the signed URL.

use super::{
    javascript::{SYNTAX, string},
    node_jose::PROGRAM,
    plan::{SignCall, SigningPlan},
};
use crate::core::export::{
    snippet::{ExportItem, Snippet},
    template::fill,
};

pub(super) const SNIPPET: Snippet = Snippet {
    id: "netlify",
    title: "Netlify function",
    language: "js",
    place: "netlify/functions/play.mjs; needs MUX_SIGNING_KEY and MUX_PRIVATE_KEY in the site's environment variables",
    write,
};

const ONE: &str = "
// Everyone who opens this address gets a signed URL: check who may have it.
export default async () => {
  const token = await §sign§;
  return redirect(§url§);
};
";

const SEVERAL: &str = "
const urls = {
  §urls§
};

// Everyone who opens this address gets a signed URL: check who may have it. The default is §first§; /play?kind=§second§
// selects another.
export default async (request) => {
  const kind = new URL(request.url).searchParams.get('kind') ?? '§first§';
  if (!Object.hasOwn(urls, kind)) {
    return new Response(null, { status: 404 });
  }
  return redirect(await urls[kind]());
};
";

const REDIRECT: &str = "
// A signed URL expires, so the response must not be cached.
function redirect(location) {
  return new Response(null, { status: 302, headers: { location, 'cache-control': 'no-store' } });
}

export const config = { path: '/play' };
";

fn write(items: &[ExportItem]) -> Result<String, String> {
    let plan = SigningPlan::new(items, PROGRAM.language, PROGRAM.keeps)?;
    let handler = if let [call] = plan.calls.as_slice() {
        let url = call.joined_url(string, "+", "token");
        fill(ONE, &[("sign", &sign(call)), ("url", &url)])
    } else {
        let kind = |call: &SignCall<'_>| call.name.replacen(" token", "", 1).replace(' ', "-");
        let urls = plan.calls.iter().map(|call| {
            let url = call.joined_url(string, "+", &format!("await {}", sign(call)));
            format!("{}async () => {url},", (SYNTAX.member)(&kind(call)))
        });
        let values = [
            ("urls", &*urls.collect::<Vec<_>>().join("\n")),
            ("first", &kind(&plan.calls[0])),
            ("second", &kind(&plan.calls[1])),
        ];
        fill(SEVERAL, &values)
    };
    Ok(PROGRAM.fill(&plan, (handler + REDIRECT).trim_end()))
}

/// The call of the function that signs.
fn sign(call: &SignCall<'_>) -> String {
    let request = call.request;
    let arguments = format!(
        "{}, {}",
        string(&request.id),
        string(request.audience.claim())
    );
    if request.claims.is_empty() {
        format!("sign({arguments})")
    } else {
        format!("sign({arguments}, {})", SYNTAX.object(&request.claims))
    }
}
