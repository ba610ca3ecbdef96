//! The window as somebody who reads labels uses it: pressing, pasting and looking, without a display.

use std::{thread, time::Duration};

use egui::{Event, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use mux_jwt::ui::App;

use super::Fake;

pub(crate) type Window = Harness<'static, App<Fake>>;

/// The window on a machine, as it is at the start.
pub(crate) fn open(machine: Fake) -> Window {
    let mut window = Harness::builder()
        .with_size([1280.0, 800.0])
        .with_max_steps(30)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, machine));
    settle(&mut window);
    window
}

/// Runs until nothing moves. Notices and countdowns ask for pictures later, so a fixed number of steps is enough.
pub(crate) fn settle(window: &mut Window) {
    window.run_steps(6);
}

/// Draws until something is there that is made beside the window.
pub(crate) fn wait_for(window: &mut Window, text: &str) {
    for _ in 0..600 {
        settle(window);
        if shows(window, text) {
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
    panic!("`{text}` never comes");
}

/// Presses what has this label, which is scrolled to if it is out of sight.
pub(crate) fn press(window: &mut Window, label: &str) {
    let node = window.get_by_label(label);
    if node.rect().bottom() > window.ctx.content_rect().bottom() {
        node.scroll_to_me();
        settle(window);
    }
    window.get_by_label(label).click();
    settle(window);
}

/// Pastes a text over what is in a field.
pub(crate) fn fill(window: &mut Window, label: &str, text: &str) {
    window.get_by_label(label).focus();
    settle(window);
    window.key_press_modifiers(Modifiers::COMMAND, Key::A);
    window.event(Event::Paste(text.to_owned()));
    settle(window);
}

pub(crate) fn shows(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
}
