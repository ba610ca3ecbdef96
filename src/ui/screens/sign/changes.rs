//! What signing again changes: the claims of the inspected token compared with those of the new one.

use egui::{FontId, Label, Stroke, TextFormat, Ui, text::LayoutJob};

use crate::{
    core::{
        json::{Object, Value},
        mux::claims::time_of,
        text::{shortened, visible},
    },
    ui::{
        cx::Cx,
        theme::{self, icon, palette, status::Status},
        widgets::{and_more, bare_button, card_title, gap, problem, times, tinted_card},
    },
};

/// A claim that differs between the payloads.
#[derive(Debug, PartialEq)]
struct ClaimChange<'a> {
    name: &'a str,
    was: Option<&'a Value>,
    is: Option<&'a Value>,
}

/// The most changes that are shown.
const MOST_SHOWN: usize = 12;

/// The changed claims in the order of the old payload, then the new ones. Of a duplicate name, the last value counts.
fn changes<'a>(old: &'a Object, new: &'a Object) -> Vec<ClaimChange<'a>> {
    let mut changes: Vec<ClaimChange<'_>> = Vec::new();
    let names = old.iter().chain(new.iter()).map(|(name, _)| name);
    for name in names {
        let (was, is) = (old.get(name), new.get(name));
        let times = |object: &Object| object.iter().filter(|(other, _)| *other == name).count();
        let is_same = was == is && times(old) == times(new);
        if !is_same && changes.iter().all(|change| change.name != name) {
            changes.push(ClaimChange { name, was, is });
        }
    }
    changes
}

/// A warning if the current key is not the one that the inspected token names.
pub(super) fn other_key_ui(ui: &mut Ui, cx: &Cx<'_>, was: Option<&str>) {
    let Some(key) = cx.session.keyring.current() else {
        return;
    };
    let Some(was) = was.filter(|was| key.id.as_deref() != Some(was)) else {
        return;
    };
    let id = key.id.as_deref().unwrap_or_default();
    let what = format!(
        "Signed with `{id}`, not with `{}`, the key of the inspected token",
        shortened(was, 60)
    );
    let hint = if key.is_demo() {
        "Mux does not know this demo key, so the token plays nothing. Load the key of the token to re-sign it."
    } else {
        "Mux rejects the token unless both keys belong to the environment of the video. Load the key of the token to \
         re-sign it."
    };
    problem(ui, Status::Care, visible(&what), hint);
    gap(ui);
}

/// The card with the changes. Returns whether it was closed.
pub(super) fn changes_ui(ui: &mut Ui, cx: &Cx<'_>, old: &Object, new: &Object) -> bool {
    let mut closed = false;
    let changes = changes(old, new);
    tinted_card(ui, palette(ui).accent, |ui| {
        let title = match changes.len() {
            0 => "Same claims as in the inspected token",
            _ => "Changes to the inspected token",
        };
        card_title(ui, icon::COMPARE, title, |ui| {
            closed = bare_button(ui, icon::CLOSE, "Close changes").clicked();
        });
        for change in changes.iter().take(MOST_SHOWN) {
            change_ui(ui, cx, change);
        }
        if changes.len() > MOST_SHOWN {
            and_more(ui, changes.len() - MOST_SHOWN);
        }
    });
    closed
}

fn change_ui(ui: &mut Ui, cx: &Cx<'_>, change: &ClaimChange<'_>) {
    let p = palette(ui);
    let show = |value: &Value| {
        let text = shortened(&value.to_string(), 120).into_owned();
        match time_of(change.name, value) {
            Some(moment) => format!("{text} ({})", times(moment, cx.now, cx.zone)),
            None => visible(&text).into_owned(),
        }
    };
    // A single label wraps, and screen readers read it as one sentence.
    let mut job = LayoutJob::default();
    let small = theme::small().resolve(ui.style());
    let plain = |color| TextFormat::simple(small.clone(), color);
    let code = FontId::monospace(small.size);
    job.append(
        &visible(change.name),
        0.0,
        TextFormat::simple(code, p.payload),
    );
    let (was, is) = (change.was.map(show), change.is.map(show));
    let mut struck = |was: &str| {
        let format = TextFormat {
            strikethrough: Stroke::new(1.0, p.weak),
            ..plain(p.weak)
        };
        job.append(was, 8.0, format);
    };
    let words = match (was, is) {
        (Some(was), Some(is)) if was == is => "is no longer duplicated".to_owned(),
        (Some(was), Some(is)) => {
            struck(&was);
            format!("is now {is}")
        }
        (Some(was), None) => {
            struck(&was);
            "is removed".to_owned()
        }
        (None, is) => format!("is new: {}", is.unwrap_or_default()),
    };
    job.append(&words, 8.0, plain(p.text));
    job.wrap.max_width = ui.available_width();
    ui.add(Label::new(job).wrap());
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(old: &str, new: &str) -> Vec<String> {
        let read = |text: &str| Object::parse(text).expect("an object");
        let (old, new) = (read(old), read(new));
        let show = |value: Option<&Value>| value.map_or_else(|| "-".to_owned(), Value::to_string);
        changes(&old, &new)
            .iter()
            .map(|change| {
                format!(
                    "{}: {} > {}",
                    change.name,
                    show(change.was),
                    show(change.is)
                )
            })
            .collect()
    }

    #[test]
    fn changes_are_listed_once_in_order() {
        assert_eq!(
            described(
                r#"{"params":{"time":5},"sub":"ID","exp":1}"#,
                r#"{"time":5,"sub":"ID","exp":2}"#
            ),
            [r#"params: {"time":5} > -"#, "exp: 1 > 2", "time: - > 5"]
        );
    }

    #[test]
    fn different_spelling_of_a_number_is_a_change() {
        assert_eq!(described(r#"{"a":1}"#, r#"{"a":1.0}"#), ["a: 1 > 1.0"]);
        assert_eq!(described(r#"{"a":1}"#, r#"{"a":1}"#), [""; 0]);
    }

    #[test]
    fn removed_duplicate_is_a_change() {
        assert_eq!(described(r#"{"a":1,"a":2}"#, r#"{"a":2}"#), ["a: 2 > 2"]);
    }
}
