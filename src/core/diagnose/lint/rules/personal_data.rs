//! The token may contain personal data.

use crate::core::{
    diagnose::{
        finding::Finding,
        lint::{
            rule::{Rule, Subject},
            sources::SECURE,
        },
    },
    json::Value,
    level::{Basis, Severity},
    mux::params,
    text::shortened,
};
// The addresses alone; `std` has the sockets.
use ::core::net::{IpAddr, SocketAddr};

pub(super) const RULE: Rule = Rule {
    id: "personal-data",
    severity: Severity::Warning,
    basis: Basis::Documented,
    title: "the token may contain personal data",
    explanation: "A token is not encrypted: anyone who sees the URL can read it, and URLs end up in logs, histories \
                  and other services. Mux asks to keep personal data out of `custom`.",
    docs: SECURE,
    check,
};

/// The claim for values of your own.
const CUSTOM: &str = "custom";

/// At most this many places are named.
const NAMED: usize = 3;

/// Longer texts are not searched word by word.
const LONGEST: usize = 2000;

/// Names of members with personal data, in lower-case letters only.
const NAMES: [&str; 40] = [
    "email",
    "emailaddress",
    "useremail",
    "mail",
    "phone",
    "phonenumber",
    "telephone",
    "tel",
    "mobile",
    "mobilenumber",
    "cellphone",
    "msisdn",
    "whatsapp",
    "firstname",
    "lastname",
    "fullname",
    "middlename",
    "realname",
    "surname",
    "givenname",
    "familyname",
    "displayname",
    "username",
    "viewername",
    "customername",
    "studentname",
    "patientname",
    "vorname",
    "nachname",
    "prenom",
    "apellido",
    "birthday",
    "birthdate",
    "birthyear",
    "dateofbirth",
    "dob",
    "ssn",
    "passportnumber",
    "homeaddress",
    "streetaddress",
];

/// Members whose value, or whose `name`, is the name of a person if it looks like one.
const PEOPLE: [&str; 8] = [
    "user", "viewer", "student", "patient", "employee", "member", "learner", "person",
];

/// Members with a version, whose four numbers are not an IP address.
const VERSIONS: [&str; 6] = ["version", "ver", "build", "release", "agent", "firmware"];

fn check(subject: &Subject<'_>) -> Vec<Finding> {
    let mut places = Vec::new();
    // The parameters of Mux and the standard claims have values of their own.
    let own = subject.own_claims().into_iter();
    let is_of_mux = |name: &str| {
        let is_standard = params::STANDARD.iter().any(|(claim, _)| *claim == name);
        is_standard || (name != CUSTOM && params::any(name).is_some())
    };
    for (name, value) in own.filter(|(name, _)| !is_of_mux(name)) {
        member(name, value, name.to_owned(), None, &mut places);
    }
    let Some((first, what)) = places.first() else {
        return Vec::new();
    };
    // The data itself is not repeated: the report may be shared.
    let shown: Vec<_> = places
        .iter()
        .take(NAMED)
        .map(|(place, _)| format!("`{}`", shortened(place, 60)))
        .collect();
    let message = match places.len() {
        1 => format!("{} looks like {what}", shown[0]),
        n if n > NAMED => format!(
            "{} and {} more look like personal data",
            shown.join(", "),
            n - NAMED
        ),
        _ => format!("{} look like personal data", shown.join(" and ")),
    };
    let finding = RULE.found(
        message,
        "Use an ID that only you can resolve: anyone with the URL can read the token.",
    );
    let is_custom = first.split('.').next() == Some(CUSTOM);
    vec![if is_custom {
        finding.at(CUSTOM)
    } else {
        finding
    }]
}

/// The name of a member, in lower-case letters only.
fn letters(name: &str) -> String {
    let letters = name.chars().filter(char::is_ascii_alphanumeric);
    letters.map(|c| c.to_ascii_lowercase()).collect()
}

/// Searches a member of an object, given the name of the object.
fn member(
    name: &str,
    value: &Value,
    place: String,
    parent: Option<&str>,
    places: &mut Vec<(String, &'static str)>,
) {
    let name = letters(name);
    let is_filled = match value {
        Value::String(text) => !text.trim().is_empty(),
        Value::Number(_) => true,
        _ => false,
    };
    if is_filled && NAMES.contains(&name.as_str()) {
        places.push((place, "personal data"));
        return;
    }
    match value {
        Value::String(text) => {
            let names_person = PEOPLE.contains(&name.as_str())
                || (name == "name" && parent.is_some_and(|parent| PEOPLE.contains(&parent)))
                || (name == "name" && parent.is_none_or(|parent| parent == CUSTOM));
            let what = personal(&name, text)
                .or_else(|| (names_person && is_full_name(text)).then_some("a name"));
            if let Some(what) = what {
                places.push((place, what));
            }
        }
        Value::Array(items) => {
            for item in items {
                member(&name, item, place.clone(), parent, places);
            }
        }
        Value::Object(object) => {
            for (inner, value) in object.iter() {
                let inner_place = format!("{}.{}", shortened(&place, 60), shortened(inner, 60));
                member(inner, value, inner_place, Some(&name), places);
            }
        }
        _ => {}
    }
}

fn personal(name: &str, text: &str) -> Option<&'static str> {
    let text = text.trim();
    if is_phone_number(text) {
        return Some("a phone number");
    }
    if text.len() > LONGEST {
        return None;
    }
    let is_version = VERSIONS.iter().any(|word| name.contains(word));
    let separates = |c: char| c.is_whitespace() || ",;<>()[]\"'|=".contains(c);
    text.split(separates).find_map(|word| {
        let word = word
            .trim_start_matches("mailto:")
            .trim_end_matches(['.', ':']);
        if is_email(word) {
            return Some("an email address");
        }
        (!is_version && is_ip_address(word)).then_some("an IP address")
    })
}

fn is_email(text: &str) -> bool {
    let Some((name, domain)) = text.rsplit_once('@') else {
        return false;
    };
    let is_plain = |text: &str| {
        text.chars()
            .all(|c| c.is_alphanumeric() || "._%+-".contains(c))
    };
    let top = domain.rsplit_once('.').map(|(_, top)| top);
    !name.is_empty()
        && is_plain(name)
        && is_plain(domain)
        && !domain.starts_with('.')
        && top.is_some_and(|top| top.len() >= 2 && top.chars().all(char::is_alphabetic))
}

/// An address of IPv4 or IPv6, possibly with a port, that is not one of the machine itself.
fn is_ip_address(word: &str) -> bool {
    let address = word
        .parse::<IpAddr>()
        .ok()
        .or_else(|| word.parse::<SocketAddr>().ok().map(|socket| socket.ip()));
    // `::` and `::1` are not the address of a viewer, nor are `0.0.0.0` and `127.0.0.1`.
    address.is_some_and(|address| !address.is_unspecified() && !address.is_loopback())
}

/// A number that starts with a plus or a parenthesis, or is grouped as in North America: bare digits are usually an ID or
/// a time.
fn is_phone_number(text: &str) -> bool {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_international = text.starts_with(['+', '('])
        && (8..=15).contains(&digits)
        && text
            .chars()
            .all(|c| c.is_ascii_digit() || "+()-. /".contains(c));
    let groups: Vec<usize> = text.split(['-', ' ']).map(str::len).collect();
    let is_american = groups == [3, 3, 4] && digits == 10;
    is_international || is_american
}

/// Words in the titles of videos and in the names of companies.
const TITLES: [&str; 30] = [
    "video",
    "trailer",
    "lesson",
    "episode",
    "chapter",
    "part",
    "season",
    "course",
    "demo",
    "test",
    "live",
    "stream",
    "intro",
    "introduction",
    "movie",
    "module",
    "session",
    "webinar",
    "recording",
    "tutorial",
    "welcome",
    "team",
    "channel",
    "studio",
    "media",
    "corp",
    "inc",
    "ltd",
    "gmbh",
    "school",
];

/// Two or three words in title case: `Ada Lovelace`.
fn is_full_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_name = |word: &&str| {
        let mut chars = word.chars();
        chars.next().is_some_and(char::is_uppercase)
            && chars.all(|c| c.is_alphabetic() || "'’-.".contains(c))
            && !TITLES.contains(&word.to_lowercase().as_str())
    };
    (2..=3).contains(&words.len()) && words.iter().all(is_name)
}

#[cfg(test)]
mod tests {
    use super::RULE;
    use crate::core::diagnose::lint::testing::{NOTHING, claims};

    #[test]
    fn place_is_named_without_the_data() {
        for (custom, says) in [
            (
                r#"{"user":"ada@example.com"}"#,
                "`custom.user` looks like an email address",
            ),
            (
                r#"{"a":[{"b":"+49 (30) 123456-78"}]}"#,
                "`custom.a.b` looks like a phone number",
            ),
            (
                r#"{"first_name":"Ada","lastName":"L"}"#,
                "`custom.first_name` and `custom.lastName` look like personal data",
            ),
            (
                r#"{"a":"a@b.co","c":"a@b.co","d":"a@b.co","e":"a@b.co"}"#,
                "`custom.a`, `custom.c`, `custom.d` and 1 more look like personal data",
            ),
            (
                r#""ada@example.com""#,
                "`custom` looks like an email address",
            ),
            (
                r#"{"ip":"203.0.113.77"}"#,
                "`custom.ip` looks like an IP address",
            ),
            (
                r#"{"ctx":{"remote":"[2001:db8::1]:443"}}"#,
                "`custom.ctx.remote` looks like an IP address",
            ),
            (
                r#"{"from":"203.0.113.77, 10.0.0.1"}"#,
                "`custom.from` looks like an IP address",
            ),
            (
                r#"{"contact":"Ada <ada@example.com>"}"#,
                "`custom.contact` looks like an email address",
            ),
            (
                r#"{"viewer":"Ada Lovelace"}"#,
                "`custom.viewer` looks like a name",
            ),
            (
                r#"{"user":{"name":"Zoë O'Neil-Smith"}}"#,
                "`custom.user.name` looks like a name",
            ),
            (
                r#"{"n":"555-010-1234"}"#,
                "`custom.n` looks like a phone number",
            ),
            (
                r#"{"tel":4930123456}"#,
                "`custom.tel` looks like personal data",
            ),
        ] {
            let text = format!(r#"{{"custom":{custom}}}"#);
            assert_eq!(claims(&text).says(&RULE), [says]);
        }
    }

    #[test]
    fn anonymous_values_are_fine() {
        for custom in [
            "{}",
            r#"{"session":"a\"b","list":[1,-2.5,null,false,{}]}"#,
            r#"{"user_id":"8f14e45f-ceea","viewer":123456789012,"n":"123456789012"}"#,
            r#"{"at":"2026-11-22T06:50:45+01:00","version":"1.2.3"}"#,
            r#"{"handle":"@ada","mention":"mux@home","query":"a@b","url":"https://u@example.com/x"}"#,
            r#"{"email":"","phone":null,"name":"trailer"}"#,
            r#"{"diff":"+5","brackets":"(12)","plus":"+1 + 2"}"#,
            r#"{"app_version":"4.12.0.1","user_agent":"Chrome/120.0.0.0","local":"127.0.0.1","any":"::"}"#,
            r#"{"at":"12:30:45","day":"2026-11-25","isbn":"978-3-16-148410-0","exp":1795330245}"#,
            r#"{"user":"u_8f14","user_id":"0b6c9a52-2b44-4c0c-8a7e-2a3b4c5d6e7f","viewer":"Anonymous"}"#,
            r#"{"name":"Summer Trailer","title":"Ada Lovelace","video":{"name":"Big Buck Bunny"}}"#,
            r#"{"object":"65a1f0c2e4b0a1b2c3d4e5f6","ulid":"01HF3Z8Q9V7N0C5K4M2R1T6W8X","mac":"00-11-22"}"#,
        ] {
            let text = format!(r#"{{"custom":{custom}}}"#);
            assert_eq!(claims(&text).says(&RULE), NOTHING, "{custom}");
        }
        for payload in [
            r#"{"sub":"ada@example.com","playback_restriction_id":"ada@example.com"}"#,
            r#"{"iat":1,"jti":"0b6c9a52-2b44-4c0c-8a7e-2a3b4c5d6e7f","customer_id":"8f14"}"#,
        ] {
            assert_eq!(claims(payload).says(&RULE), NOTHING, "{payload}");
        }
    }

    #[test]
    fn top_level_claims_are_searched() {
        for (payload, says) in [
            (
                r#"{"viewer_id":"ada@example.com"}"#,
                "`viewer_id` looks like an email address",
            ),
            (
                r#"{"user":{"phone":"0151 2345678"}}"#,
                "`user.phone` looks like personal data",
            ),
            (
                r#"{"client_ip":"2001:db8::1"}"#,
                "`client_ip` looks like an IP address",
            ),
        ] {
            assert_eq!(claims(payload).says(&RULE), [says]);
        }
    }
}
