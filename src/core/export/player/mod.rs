//! Tokens where a player wants them, one player a file.

use super::Snippet;

/// Every player, the most used first.
pub const PLAYERS: &[Snippet] = &[];
