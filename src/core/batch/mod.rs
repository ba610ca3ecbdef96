//! Many rows in, many rows out: each is signed or inspected by itself, and none of them stops the others.
//!
//! [`columns`] finds which cell of a row is meant, [`sign`] and [`inspect`] say what comes of it, and [`sheet`] writes
//! that down as CSV or JSON Lines. Nothing here reads a file or starts a thread: that is `platform`'s.

pub mod columns;
pub mod inspect;
pub mod row;
pub mod sheet;
pub mod sign;

use self::{columns::Columns, inspect::Inspected, sign::SignedRow};
use crate::core::batch::row::Row;
use crate::core::{
    diagnose::evidence::Evidence,
    key::{Key, ReadyKey},
    problem::Problem,
    time::Timestamp,
};

/// What is done with every row.
pub enum Task {
    /// An ID or a URL is signed.
    Sign {
        /// What all of the tokens have in common.
        order: sign::SignOrder,
        /// The key that signs them.
        key: ReadyKey,
    },
    /// The tokens in a text are inspected.
    Inspect {
        /// What is known beside each of them.
        evidence: Evidence,
        /// The keys that signatures are checked with.
        keys: Vec<Key>,
        /// The moment to judge at; `None` for the moment at which a row's turn comes.
        at: Option<Timestamp>,
    },
}

/// What came of a row.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was signed.
    Signed(SignedRow),
    /// These tokens were in it, if any.
    Inspected(Vec<Inspected>),
    /// It could not be signed.
    Failed(Problem),
}

impl Outcome {
    /// Whether something is wrong with the row.
    pub fn is_wrong(&self) -> bool {
        match self {
            Self::Signed(_) => false,
            Self::Inspected(tokens) => tokens.iter().any(Inspected::is_wrong),
            Self::Failed(_) => true,
        }
    }
}

impl Task {
    /// Does one row.
    pub fn run(&self, row: &Row, columns: &Columns, now: Timestamp) -> Outcome {
        let text = row.text(columns.chosen);
        match self {
            Self::Sign { order, key } => match order.sign(&text, key, now) {
                Ok(signed) => Outcome::Signed(signed),
                Err(problem) => Outcome::Failed(problem),
            },
            Self::Inspect { evidence, keys, at } => {
                let now = at.unwrap_or(now);
                let is_table = columns.is_table;
                Outcome::Inspected(inspect::inspect(&text, is_table, evidence, keys, now))
            }
        }
    }
}
