//! Explains a term from the tables: a rule, a claim, a token type, a status, a player's error code.

use super::lint::{RULES, rule::Rule, rule_named};
use crate::core::{
    level::Basis,
    mux::{
        audience::Audience,
        params::{HEADER, PARAMS, Param, STANDARD},
        symptom::{
            SYMPTOMS,
            entry::{Entry, Symptom},
            kind::Kind,
        },
        url::Resource,
    },
};

/// The explanation of one term.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic {
    /// The table it comes from.
    pub group: Group,
    /// The term, as written where it is used.
    pub name: &'static str,
    /// What it is: a phrase or a sentence, without a full stop.
    pub title: String,
    /// More about it: paragraphs of full sentences.
    pub text: Vec<String>,
    /// Facts: a label and a value.
    pub facts: Vec<(&'static str, String)>,
    /// How it is known.
    pub basis: Option<Basis>,
    /// The source.
    pub source: Option<&'static str>,
}

/// The tables of the topics, in the order in which they are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group {
    /// Problems of a token.
    Rule,
    /// Token types.
    Type,
    /// Claims of every token.
    Claim,
    /// Header members.
    Header,
    /// Claims that change what Mux serves.
    Parameter,
    /// HTTP statuses.
    Status,
    /// Error codes of mux-player.
    Code,
    /// Observed errors without a code.
    Symptom,
    /// Errors of code that signs.
    Signing,
}

/// At most one in this many characters may be wrong.
const LETTERS_FOR_A_MISTAKE: usize = 3;

/// The most suggestions for an unknown term.
const MOST_OFFERED: usize = 3;

impl Group {
    /// Every group, in the order in which they are listed.
    pub const ALL: [Self; 9] = [
        Self::Rule,
        Self::Type,
        Self::Claim,
        Self::Header,
        Self::Parameter,
        Self::Status,
        Self::Code,
        Self::Symptom,
        Self::Signing,
    ];

    /// The group of a kind of symptom.
    pub fn of(kind: Kind) -> Self {
        match kind {
            Kind::Status => Self::Status,
            Kind::Player => Self::Code,
            Kind::Seen => Self::Symptom,
            Kind::Signing => Self::Signing,
        }
    }

    /// The heading of their list.
    pub fn title(self) -> &'static str {
        match self {
            Self::Rule => "Rules: problems of a token",
            Self::Type => "Token types",
            Self::Claim => "Claims of every token",
            Self::Header => "Header members",
            Self::Parameter => "Parameters: claims that change what Mux serves",
            Self::Status => "HTTP statuses",
            Self::Code => "mux-player error codes",
            Self::Symptom => "Observed errors",
            Self::Signing => "Errors while signing",
        }
    }

    /// The name of one of them.
    pub fn word(self) -> &'static str {
        match self {
            Self::Rule => "rule",
            Self::Type => "type",
            Self::Claim => "claim",
            Self::Header => "header",
            Self::Parameter => "parameter",
            Self::Status => "status",
            Self::Code => "player-code",
            Self::Symptom => "symptom",
            Self::Signing => "signing-error",
        }
    }
}

/// Every topic, in the order of the groups and their tables.
pub fn all() -> Vec<Topic> {
    let symptoms = |kind| {
        let of_kind = SYMPTOMS.iter().filter(move |entry| entry.kind == kind);
        of_kind.map(symptom)
    };
    let mut topics: Vec<Topic> = RULES.iter().copied().map(rule).collect();
    topics.extend(Audience::ALL.map(audience));
    let simple = |group| move |(name, summary): &(&'static str, &str)| member(group, name, summary);
    topics.extend(STANDARD.iter().map(simple(Group::Claim)));
    topics.extend(HEADER.iter().map(simple(Group::Header)));
    topics.extend(PARAMS.iter().map(param));
    topics.extend(
        [Kind::Status, Kind::Player, Kind::Seen, Kind::Signing]
            .into_iter()
            .flat_map(symptoms),
    );
    topics
}

/// Looks up a term. Returns a topic for each table that has it.
pub fn explain(term: &str) -> Vec<Topic> {
    let term = term.trim().trim_matches('`');
    let exact = term.to_lowercase();
    let with_hyphens: String = exact.split([' ', '_']).collect::<Vec<_>>().join("-");
    let audience = Audience::from_claim(term)
        .or_else(|| Audience::from_type(&with_hyphens))
        .or_else(|| Audience::from_type(term))
        .or_else(|| Audience::from_token_name(&exact));
    let is_meant = |topic: &Topic| match topic.group {
        Group::Rule | Group::Symptom | Group::Signing => topic.name == with_hyphens,
        Group::Type => audience.is_some_and(|audience| audience.type_name() == topic.name),
        _ => topic.name.to_lowercase() == exact,
    };
    let found: Vec<Topic> = all().into_iter().filter(is_meant).collect();
    if !found.is_empty() {
        return found;
    }
    // An error message or a log line.
    Symptom::parse(term)
        .map(|found| {
            let mut topic = symptom(found.entry);
            let by = found
                .by
                .map(|by| ("Reported by", format!("{}, {}", by.name, by.source)));
            topic.facts.splice(0..0, by);
            topic
        })
        .into_iter()
        .collect()
}

/// Terms similar to an unknown one, the most similar first.
pub fn similar(term: &str) -> Vec<&'static str> {
    let letters = |text: &str| -> String {
        let letters = text.chars().filter(|c| c.is_alphanumeric());
        letters.flat_map(char::to_lowercase).take(64).collect()
    };
    let wanted = letters(term);
    let mut near: Vec<_> = all()
        .into_iter()
        .filter_map(|topic| {
            let distance = strsim::osa_distance(&letters(topic.name), &wanted);
            let is_near = distance * LETTERS_FOR_A_MISTAKE <= wanted.chars().count();
            (is_near && !wanted.is_empty()).then_some((distance, topic.name))
        })
        .collect();
    near.sort_by_key(|(distance, _)| *distance);
    let mut names: Vec<&str> = Vec::new();
    let symptoms = Symptom::suggestions(&term.trim().to_lowercase());
    let symptoms = symptoms.into_iter().map(|symptom| symptom.entry.id);
    for name in near
        .into_iter()
        .map(|(_, name)| name)
        .chain(symptoms.filter(|_| !wanted.is_empty()))
    {
        if !names.contains(&name) && names.len() < MOST_OFFERED {
            names.push(name);
        }
    }
    names
}

fn rule(rule: &'static Rule) -> Topic {
    Topic {
        group: Group::Rule,
        name: rule.id,
        title: rule.title.to_owned(),
        text: vec![rule.explanation.to_owned()],
        facts: vec![("Severity", rule.severity.word().to_owned())],
        basis: Some(rule.basis),
        source: Some(rule.docs),
    }
}

fn audience(audience: Audience) -> Topic {
    let mut facts = vec![
        ("`aud`", format!("`{}`", audience.claim())),
        ("`sub`", format!("the {}", audience.subject())),
    ];
    if let Some(name) = audience.token_name() {
        facts.push(("In a player", format!("`{name}`")));
    }
    facts.push((
        "Formats",
        quoted(Resource::formats(audience).iter().copied()),
    ));
    let params = crate::core::mux::params::of(audience).filter(|param| !param.is_general());
    let params = quoted(params.map(|param| param.name));
    if !params.is_empty() {
        facts.push(("Parameters", params));
    }
    Topic {
        group: Group::Type,
        name: audience.type_name(),
        title: format!("for {}", audience.opens()),
        text: Vec::new(),
        facts,
        basis: None,
        source: None,
    }
}

fn member(group: Group, name: &'static str, summary: &str) -> Topic {
    Topic {
        group,
        name,
        title: summary.to_owned(),
        text: Vec::new(),
        facts: Vec::new(),
        basis: None,
        source: None,
    }
}

fn param(param: &'static Param) -> Topic {
    let tokens = if param.is_general() {
        "every token".to_owned()
    } else {
        let titles = param.audiences.iter().map(|audience| audience.title());
        titles.collect::<Vec<_>>().join(", ")
    };
    Topic {
        group: Group::Parameter,
        name: param.name,
        title: param.summary.to_owned(),
        text: Vec::new(),
        facts: vec![
            ("Tokens", tokens),
            ("Value", param.kind.to_string()),
            ("Without it", param.default.to_owned()),
        ],
        basis: None,
        source: Some(param.source),
    }
}

fn symptom(entry: &'static Entry) -> Topic {
    let mut text = vec![entry.facts.meaning.to_owned()];
    for (host, facts) in entry.at {
        text.push(format!(
            "From `{}.mux.com`: {}",
            host.label(),
            facts.meaning
        ));
    }
    let mut facts = Vec::new();
    if entry.kind == Kind::Player {
        let shown: Vec<_> = entry
            .shown_texts()
            .map(|text| format!("“{text}”"))
            .collect();
        facts.push(("It says", shown.join(" ")));
    }
    let elsewhere = entry
        .reported_as()
        .map(|(program, message)| format!("`{message}` ({})", program.name));
    let elsewhere: Vec<_> = elsewhere.collect();
    facts.push(("Reported as", elsewhere.join(", ")));
    let known = |rules: &[&'static str]| {
        let rules = rules.iter().copied();
        quoted(rules.filter(|id| rule_named(id).is_some()))
    };
    let explained = entry.facts.explained_by();
    facts.extend([
        (
            "Explained by",
            explained.map_or("any finding that is an error".to_owned(), known),
        ),
        ("Perhaps by", known(entry.facts.perhaps_by())),
    ]);
    facts.retain(|(_, rules)| !rules.is_empty());
    let number = [": ", " "].map(|end| format!("{}{end}", entry.id));
    let title = number
        .iter()
        .find_map(|number| entry.label.strip_prefix(number));
    let title = title.unwrap_or(entry.label);
    Topic {
        group: Group::of(entry.kind),
        name: entry.id,
        title: title.to_owned(),
        text,
        facts,
        basis: Some(entry.facts.basis),
        source: Some(entry.source),
    }
}

/// Words in backticks, separated by commas.
fn quoted<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let words: Vec<_> = words.map(|word| format!("`{word}`")).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(term: &str) -> Vec<(&'static str, &'static str)> {
        let topics = explain(term);
        topics
            .iter()
            .map(|topic| (topic.group.word(), topic.name))
            .collect()
    }

    #[test]
    fn every_table_entry_is_explained() {
        for topic in all() {
            assert!(explain(topic.name).contains(&topic), "{}", topic.name);
            assert!(!topic.title.is_empty(), "{}", topic.name);
            for text in &topic.text {
                assert!(text.ends_with('.'), "{text}");
            }
        }
        for group in Group::ALL {
            assert!(all().iter().any(|topic| topic.group == group), "{group:?}");
        }
    }

    #[test]
    fn terms_are_explained_in_each_sense() {
        for (term, expected) in [
            ("expired", &[("rule", "expired")][..]),
            ("Audience Mismatch", &[("rule", "audience-mismatch")]),
            ("audience_mismatch", &[("rule", "audience-mismatch")]),
            ("kid", &[("claim", "kid"), ("header", "kid")]),
            ("width", &[("parameter", "width"), ("parameter", "width")]),
            ("licenseexpiration", &[("parameter", "licenseExpiration")]),
            ("d", &[("type", "drm")]),
            ("drm_license", &[("type", "drm")]),
            ("thumbnail-token", &[("type", "thumbnail")]),
            ("live_stream_id", &[("type", "live-stream-id")]),
            ("`exp`", &[("claim", "exp")]),
            ("403", &[("status", "403")]),
            ("HTTP/2 403", &[("status", "403")]),
            ("2403210", &[("player-code", "2403210")]),
            ("network error", &[("symptom", "network-error")]),
            ("stops-early", &[("symptom", "stops-early")]),
            ("plays, then stops", &[("symptom", "stops-early")]),
            ("", &[]),
            ("qqqq", &[]),
        ] {
            assert_eq!(names(term), expected, "{term}");
        }
    }

    #[test]
    fn misspelled_terms_have_suggestions() {
        for (term, first) in [
            ("expird", Some("expired")),
            ("maxResolutoin", Some("max_resolution")),
            ("audience-missmatch", Some("audience-mismatch")),
            ("240321", Some("2403210")),
            ("netwrok error", Some("network-error")),
            ("player", None),
            ("token", None),
            ("storybord", Some("storyboard")),
            ("qqqq", None),
            ("", None),
        ] {
            assert_eq!(similar(term).first().copied(), first, "{term}");
        }
    }

    #[test]
    fn token_types_list_their_facts() {
        let gif = explain("gif").into_iter().next().expect("a token type");
        assert_eq!(
            gif.facts,
            [
                ("`aud`", "`g`".to_owned()),
                ("`sub`", "the playback ID".to_owned()),
                ("In a player", "`gif-token`".to_owned()),
                ("Formats", "`gif`, `webp`".to_owned()),
                (
                    "Parameters",
                    "`start`, `end`, `width`, `height`, `fps`".to_owned()
                ),
            ]
        );
    }
}
