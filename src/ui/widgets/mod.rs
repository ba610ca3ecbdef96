//! The shared parts of the screens, independent of keys and settings.

mod button;
mod card;
mod code;
pub(super) mod column;
mod combo;
mod context;
mod differing;
mod disclosure;
mod field;
pub(super) mod frame;
mod key;
mod memo;
mod moment;
mod part;
mod paste_box;
mod pick;
mod prose;
pub(super) mod qr;
mod row;
mod syntax;
mod tabs;
pub(super) mod timeline;
pub mod timeline_marks;
mod topic;
mod verdict;

pub(crate) use self::{
    button::{
        bare_button, choice, icon_button, icon_text, keyed_button, main_button, quiet_button,
    },
    card::{card, card_title, empty_card, gap, message_card, tinted_card},
    code::{claim_code, code, code_job, code_view, colored_job, json_job, token_job},
    combo::{Combo, combo_item, menu, menu_item},
    differing::differing_job,
    disclosure::disclosure,
    field::{
        FIELD_LIMIT, at_end, cell, field_label, follow_focus, label_row, line_edit, main_field,
        take_main_field, text_field,
    },
    key::{key_chip, network_sign, stage_choice, stage_name, stage_tag},
    memo::Memo,
    moment::{expiry_note, repaint_near, times},
    part::part,
    paste_box::{PasteBox, Pressed, TextLayout, excerpt, long_text},
    pick::{Pick, PickItem},
    prose::{
        and_more, error, heading, live, note, paragraph, problem, sign, small_text, status,
        status_with, strong,
    },
    row::split_row,
    tabs::tab,
    topic::topic,
    verdict::{verdict_line, verdict_words},
};
