//! Symptoms of a failing signed URL: HTTP statuses, errors of mux-player, and descriptions in words.
//!
//! To add a symptom, add a row to `table.rs`: the texts it is recognized by, what it means and how that is known, the
//! rules that explain it, and its other causes, which are rows of `suspect.rs`. What other programs call it is in
//! `vocabulary.rs`.

pub mod entry;
pub mod kind;
mod parse;
mod scan;
pub(in crate::core) mod suspect;
pub(in crate::core) mod table;
pub mod vocabulary;

pub use table::SYMPTOMS;

use self::entry::Symptom;

/// Every symptom, in the order of a list.
pub fn all() -> impl Iterator<Item = Symptom> {
    SYMPTOMS.iter().map(|entry| Symptom {
        entry,
        host: None,
        by: None,
    })
}

/// The symptom with this ID.
pub fn named(id: &str) -> Option<Symptom> {
    all().find(|symptom| symptom.entry.id == id)
}
