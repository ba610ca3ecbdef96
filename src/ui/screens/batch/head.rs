//! The result so far, and what can be done with it.

use egui::{Role, Ui, WidgetInfo};

use super::job::{BatchEnd, BatchJob, MOST_ROWS};
use crate::{
    core::text::{counted, grouped},
    ui::{
        action::{Action, SaveFormat},
        screens::{action_button, main_copy_button},
        theme::{icon, palette, status::Status},
        widgets::{live, note, sign, strong},
    },
};

/// The most rows that can be copied; more can be saved.
const MOST_COPIED: usize = 20_000;

/// The numbers of a batch.
struct Counts {
    /// The rows that are kept.
    kept: usize,
    rows: usize,
    tokens: usize,
    errors: usize,
    warnings: usize,
    skipped: usize,
    end: Option<BatchEnd>,
}

/// Draws the summary and the buttons.
pub(super) fn ui(ui: &mut Ui, job: &BatchJob) -> Option<Action> {
    let counts = {
        let done = job.look();
        Counts {
            kept: done.rows.len(),
            rows: done.count,
            tokens: done.shown.len(),
            errors: done.errors,
            warnings: done.warnings,
            skipped: done.skipped,
            end: done.end.clone(),
        }
    };
    summary_ui(ui, job, &counts);
    if let Some(BatchEnd::Failed(problem)) = &counts.end {
        note(ui, &problem.hint);
    }
    let mut action = None;
    ui.horizontal_wrapped(|ui| {
        ui.add_enabled_ui(counts.end.is_some() && counts.kept > 0, |ui| {
            action = buttons_ui(ui, job, counts.kept);
        });
    });
    action
}

fn summary_ui(ui: &mut Ui, job: &BatchJob, counts: &Counts) {
    let p = palette(ui);
    let right = (icon::RIGHT, Status::Right.color(p));
    let care = (icon::CARE, Status::Care.color(p));
    let wrong = (icon::WRONG, Status::Wrong.color(p));
    let ((icon, color), words) = match &counts.end {
        None => ((icon::TIME, p.accent), "Working".to_owned()),
        Some(BatchEnd::Finished) if counts.errors + counts.warnings == 0 => {
            (right, "Done".to_owned())
        }
        Some(BatchEnd::Finished) => (care, "Done".to_owned()),
        Some(BatchEnd::Cancelled) => (care, "Canceled; finished rows are kept".to_owned()),
        Some(BatchEnd::Full) => {
            let most = grouped(MOST_ROWS);
            let text =
                format!("The window keeps at most {most} rows; `mux-jwt sign --ids` has no limit");
            (care, text)
        }
        Some(BatchEnd::Failed(problem)) => (wrong, problem.what.clone()),
    };
    let rows = counted(counts.rows, "row");
    let of = if job.signs_with.is_some() {
        rows
    } else {
        format!("{rows}, {}", counted(counts.tokens, "token"))
    };
    let mut errors = match counts.errors {
        0 => "no errors".to_owned(),
        count => counted(count, "error"),
    };
    if counts.warnings > 0 {
        errors = format!("{errors}, {}", counted(counts.warnings, "warning"));
    }
    if counts.skipped > 0 {
        errors = format!("{errors}, {} skipped", grouped(counts.skipped));
    }
    ui.horizontal(|ui| {
        let response = sign(ui, icon, 15.0, color);
        let name = format!("{words}: {of}, {errors}");
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &name));
        live(ui, &response);
        ui.label(strong(&words));
        note(ui, format!("{of}, {errors}"));
    });
}

fn buttons_ui(ui: &mut Ui, job: &BatchJob, kept: usize) -> Option<Action> {
    let mut action = None;
    let is_short = kept <= MOST_COPIED;
    ui.add_enabled_ui(is_short, |ui| {
        action = main_copy_button(ui, "Copy CSV", "the rows as CSV", || {
            let bytes: Vec<u8> = job.chunks(SaveFormat::Csv).flatten().collect();
            String::from_utf8_lossy(&bytes).into_owned()
        });
    });
    for (title, format) in [
        ("Save CSV…", SaveFormat::Csv),
        ("Save JSON Lines…", SaveFormat::JsonLines),
    ] {
        let save = Action::SaveBatch(format);
        action = action.or(action_button(ui, icon::SAVE, title, save));
    }
    action
}
