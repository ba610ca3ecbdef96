//! The pieces that screens are made of.

mod button;
mod card;
mod code;
pub(super) mod column;
mod field;
mod key;
mod prose;
pub(super) mod qr;
pub(super) mod timeline;
pub mod timeline_marks;

pub(crate) use self::{
    button::{bare_button, choice, icon_button, main_button},
    card::{card, card_title, empty, gap, tinted_card},
    code::{code, code_job, json_job, token_job},
    field::{FIELD_LIMIT, field_label, follow_focus, line_edit, text_field},
    key::{key_chip, network_sign, stage_choice, stage_name},
    prose::{note, prose, strong, told},
};
