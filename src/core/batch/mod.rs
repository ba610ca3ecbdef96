//! Batches: each row is signed or inspected independently, and a bad row does not stop the others.
//!
//! [`columns`] finds the cell with the ID or token, [`answer`] reads the IDs in an answer of Mux's API, [`sign`] and
//! [`inspect`] process it, and [`sheet`] writes the results as CSV or JSON Lines. Files and threads belong to `platform`.

pub mod answer;
pub mod columns;
pub mod inspect;
pub mod item;
pub mod keys_in_use;
pub mod row;
pub mod sheet;
pub mod sign;

use self::{columns::Columns, inspect::Inspected, row::Row, sign::SignedRow};
use crate::core::{
    diagnose::evidence::Evidence,
    import::{
        self,
        found::{COLUMNS, Import},
    },
    key::{Key, SigningKey},
    problem::Problem,
    time::Timestamp,
};

/// What to do with every row.
pub enum Task {
    /// Sign an ID or a URL.
    Sign {
        /// What all tokens have in common.
        order: sign::SignOrder,
        /// The signing key.
        key: SigningKey,
    },
    /// Inspect the tokens in a text.
    Inspect {
        /// Context of every token.
        evidence: Evidence,
        /// The keys to verify signatures with.
        keys: Vec<Key>,
    },
}

/// The result of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum RowOutcome {
    /// The signed tokens.
    Signed(SignedRow),
    /// The tokens in the row, if any.
    Inspected(Vec<Inspected>),
    /// Why it was not signed.
    Failed(Problem),
    /// Why it is not to be signed.
    Skipped(String),
}

impl RowOutcome {
    /// Whether something is wrong with the row.
    pub fn is_wrong(&self) -> bool {
        match self {
            Self::Signed(_) | Self::Skipped(_) => false,
            Self::Inspected(tokens) => tokens.iter().any(Inspected::is_wrong),
            Self::Failed(_) => true,
        }
    }
}

/// Finds the tokens in a line, which may follow the line with the names of its columns.
fn find_in_line(text: &str) -> Import {
    let mut import = import::find(text);
    if text.starts_with(COLUMNS) {
        for request in &mut import.tokens {
            request.line = request.line.map(|line| line.saturating_sub(1));
        }
    }
    import
}

impl Task {
    /// Processes one row.
    pub fn run(&self, row: &Row, columns: &Columns, now: Timestamp) -> RowOutcome {
        let text = row.text(columns.chosen);
        match self {
            Self::Sign { order, key } => {
                if let Some(why) = order.skipped(row) {
                    return RowOutcome::Skipped(why);
                }
                let duration = row.item.as_ref().and_then(|item| item.duration);
                match order.sign(&text, duration, key, now) {
                    Ok(signed) => RowOutcome::Signed(signed),
                    Err(problem) => RowOutcome::Failed(problem),
                }
            }
            Self::Inspect { evidence, keys } => {
                let import = if columns.is_table {
                    let column = Some(columns.chosen).filter(|_| columns.is_given);
                    import::find_in_row(&columns.named(row), column)
                } else {
                    find_in_line(&text)
                };
                let is_table = columns.is_table;
                RowOutcome::Inspected(inspect::inspect(import, is_table, evidence, keys, now))
            }
        }
    }
}
