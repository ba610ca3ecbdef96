//! A parameter belongs to another audience.

use crate::core::{
    diagnose::{
        finding::{Finding, Fix},
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    level::{Basis, Severity},
    mux::{audience::Audience, params},
};

pub(super) const RULE: Rule = Rule {
    id: "param-of-another-audience",
    severity: Severity::Warning,
    basis: Basis::Inferred,
    title: "a parameter of another audience",
    explanation: "Each audience has its own parameters: video has no `width`, and animated images have `start`, not \
                  `time`, although a Mux sample signs one. A parameter of another audience is probably ignored.",
    docs: SECURE,
    check,
};

/// The corresponding parameters of other audiences.
const INSTEAD: &[(Audience, &str, &str)] = &[
    (Audience::Gif, "time", "start"),
    (Audience::Gif, "asset_start_time", "start"),
    (Audience::Gif, "asset_end_time", "end"),
    (Audience::Thumbnail, "start", "time"),
    (Audience::Thumbnail, "program_start_time", "program_time"),
    (Audience::Video, "start", "asset_start_time"),
    (Audience::Video, "end", "asset_end_time"),
    (Audience::Storyboard, "start", "asset_start_time"),
    (Audience::Storyboard, "end", "asset_end_time"),
];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let Some(audience) = subject.meant_audience() else {
        return Vec::new();
    };
    let strange = |name: &str| {
        let param = params::any(name)?;
        // Mux's own AI library signs storyboards with a width, and they work.
        let is_fine = (audience, name) == (Audience::Storyboard, "width");
        (!is_fine && params::find(name, audience).is_none()).then_some(param.name)
    };
    let names: Vec<_> = subject
        .own_claims()
        .into_iter()
        .filter_map(|(name, _)| strange(name))
        .collect();
    names
        .into_iter()
        .map(|name| finding(subject, audience, name))
        .collect()
}

fn finding(subject: &Subject<'_>, audience: Audience, name: &'static str) -> Finding {
    let message = format!(
        "`{name}` is for {}, but this token is for {}: it is probably ignored",
        params::owners(name),
        audience.noun()
    );
    let instead = INSTEAD
        .iter()
        .find(|(of, from, _)| (*of, *from) == (audience, name))
        .map(|(.., to)| *to);
    match instead {
        Some(to) if subject.claim(to).is_none() => RULE
            .found(message, format!("Rename it to `{to}`."))
            .at(name)
            .with_fix(Fix::RenameParam {
                from: name.to_owned(),
                to: to.to_owned(),
            }),
        _ => RULE
            .found(
                message,
                "Remove it, or sign a token of an audience that has it.",
            )
            .at(name)
            .with_fix(Fix::RemoveClaim(name.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::{
        diagnose::{
            finding::Fix,
            lint::testing::{NOTHING, claims},
        },
        mux::{audience::Audience, params},
    };

    #[test]
    fn both_audiences_are_named() {
        for (input, says) in [
            (
                r#"{"aud":"v","width":640}"#,
                "`width` is for thumbnails and animated images, but this token is for video: it is probably ignored",
            ),
            (
                r#"{"aud":"g","time":10}"#,
                "`time` is for thumbnails, but this token is for animated images: it is probably ignored",
            ),
            (
                r#"{"aud":"playback_id","max_resolution":"720p"}"#,
                "`max_resolution` is for video, but this token is for the views of a playback ID: it is probably \
                 ignored",
            ),
        ] {
            assert_eq!(claims(input).says(&RULE), [says]);
        }
    }

    #[test]
    fn time_of_animation_becomes_start() {
        let fix = |input: &str| claims(input).findings(&RULE).remove(0).fix;
        let rename = Fix::RenameParam {
            from: "time".to_owned(),
            to: "start".to_owned(),
        };
        assert_eq!(fix(r#"{"aud":"g","time":"10"}"#), Some(rename));
        let remove = Fix::RemoveClaim("time".to_owned());
        assert_eq!(fix(r#"{"aud":"g","time":"10","start":1}"#), Some(remove));
        for (audience, from, to) in super::INSTEAD {
            assert!(params::find(from, *audience).is_none() && params::any(from).is_some());
            assert!(params::find(to, *audience).is_some(), "{to}");
        }
    }

    #[test]
    fn own_params_are_fine() {
        for audience in Audience::ALL {
            for param in params::of(audience) {
                let text = format!(r#"{{"aud":"{}","{}":1}}"#, audience.claim(), param.name);
                assert_eq!(claims(&text).says(&RULE), NOTHING, "{text}");
            }
        }
        for input in [
            r#"{"aud":"s","width":"640"}"#,
            r#"{"aud":"x","width":640}"#,
            r#"{"width":640}"#,
            r#"{"aud":"v","foo":1,"iat":1}"#,
        ] {
            assert_eq!(claims(input).says(&RULE), NOTHING, "{input}");
        }
    }

    #[test]
    fn mismatched_audience_is_ignored() {
        let thumbnail = "https://image.mux.com/ID/thumbnail.png";
        for (text, url) in [
            (r#"{"aud":"v","width":640}"#, thumbnail),
            (
                r#"{"aud":"t","width":640}"#,
                "https://stream.mux.com/ID.m3u8",
            ),
            (r#"{"aud":"x","width":640}"#, thumbnail),
        ] {
            assert_eq!(claims(text).at_url(url).says(&RULE), NOTHING);
        }
        let case = claims(r#"{"aud":"t","fps":1}"#).at_url(thumbnail);
        assert_eq!(case.says(&RULE).len(), 1);
    }
}
