//! Parameters are in the query next to the token.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    json::Value,
    level::{Basis, Severity},
    mux::{
        audience::Audience,
        params,
        url::{MediaUrl, Resource},
    },
};

pub(super) const RULE: Rule = Rule {
    id: "param-outside-token",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "parameters are in the query next to the token",
    explanation: "For a signed playback ID, every parameter is a claim in the token: `time`, `width`, \
                  `max_resolution`. In the query next to the token it is probably ignored or rejected: Mux's guide \
                  says that it makes the signature incorrect, although a signature does not cover the URL. Mux's own \
                  players send two such parameters, `redundant_streams` and the `format` of a storyboard, so these \
                  are harmless. The `thumbnail-time` of mux-player is such a parameter too: the player omits it when \
                  it has a `thumbnail-token`.",
    docs: SECURE,
    check,
};

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut findings = in_query(subject);
    findings.extend(in_attribute(subject));
    findings
}

/// `thumbnail-time` next to `thumbnail-token`.
fn in_attribute(subject: &Subject<'_>) -> Option<Finding> {
    let time = subject.request.thumbnail_time.as_ref()?;
    let signed = subject.claim("time").map(Value::plain);
    if signed.as_ref() == Some(time) {
        return None;
    }
    let finding = RULE
        .found(
            "`thumbnail-time` is set next to `thumbnail-token`, where mux-player ignores it",
            match signed {
                Some(signed) => format!("The player uses `time` {signed} from the token."),
                None => format!("Sign `time` {time} into the token, and remove the attribute."),
            },
        )
        .at("thumbnail-time");
    let pair = ("time".to_owned(), time.clone());
    let lacks_time = subject.claim("time").is_none();
    Some(
        if lacks_time && subject.audience() == Some(Audience::Thumbnail) {
            finding.with_fix(Fix::MoveQueryIntoToken(vec![pair]))
        } else {
            finding
        },
    )
}

fn in_query(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(url) = subject.url.filter(|url| url.resource != Resource::Player) else {
        return Vec::new();
    };
    let lost: Vec<_> = url
        .query
        .iter()
        .filter(|(name, value)| {
            // The token's own value is used, so the same one in the query has no effect.
            let same = subject
                .claim(name)
                .is_some_and(|claim| claim.plain() == *value);
            params::any(name).is_some() && !same && !is_sent_by_players(url, name)
        })
        .collect();
    let Some(names) = list(&lost) else {
        return Vec::new();
    };
    let audience = subject
        .audience()
        .or_else(|| subject.wanted_audiences().first().copied());
    let movable = movable(&lost, audience);
    let (verb, them) = if lost.len() == 1 {
        ("is", "it")
    } else {
        ("are", "them")
    };
    let finding = RULE
        .found(
            format!("{names} {verb} in the query next to the token, where Mux probably ignores or rejects {them}"),
            format!("Sign {them} into the token as claims. The URL needs only `token`."),
        )
        .at("query")
        .depends_on("whether Mux ignores the parameters in the query");
    vec![if movable.is_empty() {
        finding
    } else {
        finding.with_fix(Fix::MoveQueryIntoToken(movable))
    }]
}

/// Whether Mux's players send a parameter in the query: Android's for each stream, the web's for each storyboard.
fn is_sent_by_players(url: &MediaUrl, name: &str) -> bool {
    match url.resource {
        Resource::Hls { .. } => name == "redundant_streams",
        Resource::Storyboard(_) => name == "format",
        _ => false,
    }
}

/// Those that a token of this audience may have, each once.
fn movable(lost: &[&(String, String)], audience: Option<Audience>) -> Vec<(String, String)> {
    let Some(audience) = audience else {
        return Vec::new();
    };
    let known = lost
        .iter()
        .filter(|(name, _)| params::find(name, audience).is_some());
    known.map(|pair| (*pair).clone()).collect()
}

/// The names, each once, as a list in words.
fn list(pairs: &[&(String, String)]) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for (name, _) in pairs {
        let name = format!("`{name}`");
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let (last, rest) = names.split_last()?;
    Some(if rest.is_empty() {
        last.clone()
    } else {
        format!("{} and {last}", rest.join(", "))
    })
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::{
            finding::Fix,
            lint::testing::{NOTHING, claims, in_text, token},
        },
        mux::audience::Audience,
        token::spec::TokenSpec,
    };

    const HEADER: &str = r#"{"alg":"RS256"}"#;
    const IGNORED: [&str; 1] =
        ["`thumbnail-time` is set next to `thumbnail-token`, where mux-player ignores it"];

    #[test]
    fn thumbnail_time_is_reported() {
        let poster = token(HEADER, r#"{"sub":"ID","aud":"t"}"#);
        for tag in [
            format!(
                r#"<mux-player playback-id="ID" thumbnail-time="5" thumbnail-token="{poster}">"#
            ),
            format!(r#"<mux-player thumbnail-token="{poster}" thumbnail-time=5.5></mux-player>"#),
            format!(r#"<MuxPlayer thumbnailTime={{5}} tokens={{{{ thumbnail: "{poster}" }}}} />"#),
        ] {
            assert_eq!(in_text(&tag, &RULE), IGNORED, "{tag}");
        }
    }

    #[test]
    fn effective_thumbnail_time_is_fine() {
        let poster = token(HEADER, r#"{"sub":"ID","aud":"t"}"#);
        let timed = token(HEADER, r#"{"sub":"ID","aud":"t","time":5}"#);
        for tag in [
            format!(r#"<mux-player thumbnail-time="5" thumbnail-token="{timed}">"#),
            format!(r#"<mux-player thumbnail-time="5" storyboard-token="{poster}">"#),
            format!(r#"<mux-player thumbnail-time={{start}} thumbnail-token="{poster}">"#),
            format!(r#"<mux-player thumbnail-time="5"></mux-player> thumbnail-token="{poster}""#),
        ] {
            assert_eq!(in_text(&tag, &RULE), NOTHING, "{tag}");
        }
    }

    #[test]
    fn params_in_query_are_named() {
        let case = claims(r#"{"aud":"t"}"#).at_url(
            "https://image.mux.com/ID/thumbnail.png?time=25&width=640&token=x&utm_source=y",
        );
        assert_eq!(
            case.says(&RULE),
            [
                "`time` and `width` are in the query next to the token, where Mux probably ignores or rejects them"
            ]
        );
        let Some(fix) = case.findings(&RULE).remove(0).fix else {
            panic!("a fix");
        };
        let mut request = TokenSpec::new(Audience::Thumbnail, "ID");
        fix.apply(&mut request);
        assert_eq!(request.claims.to_string(), r#"{"time":25,"width":640}"#);
    }

    #[test]
    fn unsupported_params_are_not_moved() {
        let case =
            claims(r#"{"aud":"g"}"#).at_url("https://image.mux.com/ID/animated.gif?time=2&token=x");
        let finding = case.findings(&RULE).remove(0);
        assert_eq!(
            finding.message,
            "`time` is in the query next to the token, where Mux probably ignores or rejects it"
        );
        assert_eq!(finding.fix, None::<Fix>);
    }

    #[test]
    fn params_of_mux_players_are_fine() {
        for url in [
            "https://image.mux.com/ID/storyboard.vtt?token=x&format=webp",
            "https://stream.mux.com/ID.m3u8?redundant_streams=true&token=x",
        ] {
            assert_eq!(claims("{}").at_url(url).says(&RULE), NOTHING, "{url}");
        }
    }

    #[test]
    fn equal_values_are_fine() {
        for (payload, url) in [
            ("{}", "https://stream.mux.com/ID.m3u8?token=x"),
            (
                "{}",
                "https://stream.mux.com/ID.m3u8?token=x&utm_source=mail",
            ),
            (
                r#"{"time":25}"#,
                "https://image.mux.com/ID/thumbnail.png?time=25&token=x",
            ),
            (
                "{}",
                "https://player.mux.com/ID?playback-token=x&max_resolution=720p",
            ),
        ] {
            assert_eq!(claims(payload).at_url(url).says(&RULE), NOTHING, "{url}");
        }
    }
}
