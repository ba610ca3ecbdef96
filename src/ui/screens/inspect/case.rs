//! A case: an input and what the user adds to it. The cases of this session are kept in memory only.

use egui::Context;

use super::{evidence::EvidenceForm, search::TextSearch};
use crate::ui::{
    redact::secrets::Secrets,
    theme::status::Status,
    widgets::{FIELD_LIMIT, excerpt},
};

/// The most cases that are kept.
const MOST_CASES: usize = 12;

/// The most bytes of text in them.
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// An input and what the user adds to it.
#[derive(Default)]
pub(super) struct InspectCase {
    pub(super) text: String,
    /// The text, if it is too long for the box.
    pub(super) search: Option<TextSearch>,
    pub(super) evidence: EvidenceForm,
    /// The selected request, if one was selected; otherwise the worst.
    pub(super) selected: Option<usize>,
}

/// The earlier cases of this session, the latest first.
#[derive(Default)]
pub(super) struct RecentCases {
    cases: Vec<EarlierCase>,
    /// Whether the latest was replaced by the current case, and nothing happened since.
    pub(super) can_undo: bool,
}

/// A case that is not the current one.
pub(super) struct EarlierCase {
    case: InspectCase,
    /// What it is about, for a list.
    pub(super) title: String,
    pub(super) status: Status,
    /// What must be masked in its title.
    secrets: Secrets,
}

impl InspectCase {
    /// A case with this text.
    pub(super) fn new(text: String, ctx: &Context) -> Self {
        if text.len() > FIELD_LIMIT {
            Self {
                search: Some(TextSearch::start(text, ctx)),
                ..Self::default()
            }
        } else {
            Self {
                text,
                ..Self::default()
            }
        }
    }

    /// Whether there is no input.
    pub(super) fn is_blank(&self) -> bool {
        self.search.is_none() && self.text.trim().is_empty()
    }

    /// The input.
    pub(super) fn input(&self) -> &str {
        self.search.as_ref().map_or(&self.text, TextSearch::text)
    }

    /// Adds the input to what must be masked.
    pub(super) fn secrets(&self, secrets: &mut Secrets) {
        secrets.add_whole(&self.text);
        if let Some(search) = &self.search {
            secrets.add_whole(&excerpt(search.text()));
        }
    }
}

impl RecentCases {
    /// Keeps a case. One with the same input is replaced.
    pub(super) fn keep(
        &mut self,
        case: InspectCase,
        title: String,
        status: Status,
        secrets: Secrets,
    ) {
        if case.is_blank() {
            return;
        }
        self.cases.retain(|kept| kept.case.input() != case.input());
        let kept = EarlierCase {
            case,
            title,
            status,
            secrets,
        };
        self.cases.insert(0, kept);
        let mut bytes = 0;
        self.cases.truncate(MOST_CASES);
        self.cases.retain(|kept| {
            bytes += kept.case.input().len();
            bytes <= MOST_BYTES
        });
    }

    /// Takes a case out.
    pub(super) fn take(&mut self, index: usize) -> Option<InspectCase> {
        self.can_undo = false;
        (index < self.cases.len()).then(|| self.cases.remove(index).case)
    }

    /// The input of the case that can be undone to.
    pub(super) fn undo_input(&self) -> Option<&str> {
        let latest = self.cases.first().filter(|_| self.can_undo);
        latest.map(|kept| kept.case.input())
    }

    /// The cases, the latest first.
    pub(super) fn iter(&self) -> impl Iterator<Item = &EarlierCase> {
        self.cases.iter()
    }

    /// Whether there are none.
    pub(super) fn is_empty(&self) -> bool {
        self.cases.is_empty()
    }

    /// Forgets all of them.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Adds what must be masked in their titles.
    pub(super) fn secrets(&self, secrets: &mut Secrets) {
        for kept in &self.cases {
            secrets.add_all(kept.secrets.clone());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keep(recent: &mut RecentCases, text: &str) {
        let case = InspectCase {
            text: text.to_owned(),
            ..InspectCase::default()
        };
        recent.keep(case, text.to_owned(), Status::Info, Secrets::default());
    }

    #[test]
    fn recent_cases_are_bounded_and_unique() {
        let mut recent = RecentCases::default();
        keep(&mut recent, " ");
        assert!(recent.is_empty());
        for i in 0..2 * MOST_CASES {
            keep(&mut recent, &i.to_string());
        }
        keep(&mut recent, "20");
        let titles: Vec<_> = recent.iter().map(|kept| kept.title.as_str()).collect();
        assert_eq!(titles.len(), MOST_CASES);
        assert_eq!(titles[..3], ["20", "23", "22"]);
        assert_eq!(recent.take(1).expect("there are several").text, "23");
        keep(&mut recent, &"x".repeat(MOST_BYTES - 2));
        assert_eq!(recent.iter().count(), 2, "older ones make room");
        recent.forget();
        assert!(recent.is_empty());
    }
}
