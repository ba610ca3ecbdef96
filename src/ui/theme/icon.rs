//! The icons, by what they mean here. Each is a letter of the icon font in `assets/fonts/lucide-subset.ttf`.

/// Signing a token.
pub(crate) const SIGN: &str = "\u{e130}";
/// Inspecting a token.
pub(crate) const INSPECT: &str = "\u{e537}";
/// Comparing two tokens.
pub(crate) const COMPARE: &str = "\u{e359}";
/// A playback restriction.
pub(crate) const RESTRICT: &str = "\u{e158}";
/// Many rows.
pub(crate) const BATCH: &str = "\u{e106}";
/// A key.
pub(crate) const KEY: &str = "\u{e4a3}";
/// Copying to the clipboard.
pub(crate) const COPY: &str = "\u{e09e}";
/// Done.
pub(crate) const DONE: &str = "\u{e06c}";
/// Pasting from the clipboard.
pub(crate) const PASTE: &str = "\u{e3e8}";
/// Opening a file.
pub(crate) const OPEN: &str = "\u{e247}";
/// Saving as a file.
pub(crate) const SAVE: &str = "\u{e14d}";
/// Trying an example.
pub(crate) const DEMO: &str = "\u{e0d5}";
/// Adding.
pub(crate) const ADD: &str = "\u{e13d}";
/// Removing.
pub(crate) const FORGET: &str = "\u{e18e}";
/// Closing.
pub(crate) const CLOSE: &str = "\u{e1b2}";
/// Repeating.
pub(crate) const AGAIN: &str = "\u{e148}";
/// Success.
pub(crate) const RIGHT: &str = "\u{e226}";
/// An error.
pub(crate) const WRONG: &str = "\u{e084}";
/// A warning.
pub(crate) const CARE: &str = "\u{e193}";
/// Worth knowing.
pub(crate) const KNOW: &str = "\u{e0f9}";
/// Undecided.
pub(crate) const UNKNOWN: &str = "\u{e082}";
/// No network.
pub(crate) const OFFLINE: &str = "\u{e1af}";
/// Light colors.
pub(crate) const LIGHT: &str = "\u{e178}";
/// Dark colors.
pub(crate) const DARK: &str = "\u{e11e}";
/// The system's colors.
pub(crate) const SYSTEM: &str = "\u{e11d}";
/// Video.
pub(crate) const VIDEO: &str = "\u{e0d0}";
/// A still image.
pub(crate) const THUMBNAIL: &str = "\u{e0f6}";
/// An animated image.
pub(crate) const GIF: &str = "\u{e5c4}";
/// A storyboard.
pub(crate) const STORYBOARD: &str = "\u{e0ff}";
/// DRM.
pub(crate) const DRM: &str = "\u{e10b}";
/// Viewer counts.
pub(crate) const VIEWS: &str = "\u{e2a3}";
/// Time.
pub(crate) const TIME: &str = "\u{e087}";
/// A token.
pub(crate) const TOKEN: &str = "\u{e20f}";
/// A URL.
pub(crate) const URL: &str = "\u{e102}";
/// A payload.
pub(crate) const PAYLOAD: &str = "\u{e36a}";
/// Dropping a file here.
pub(crate) const DROP: &str = "\u{e19e}";
/// The environment of the process.
pub(crate) const ENVIRONMENT: &str = "\u{e154}";
/// A QR code.
pub(crate) const QR: &str = "\u{e1df}";
/// A set of tokens or keys.
pub(crate) const SET: &str = "\u{e529}";
/// The settings.
pub(crate) const SETTINGS: &str = "\u{e29a}";
/// Secrets are shown.
pub(crate) const SHOWN: &str = "\u{e0ba}";
/// Secrets are masked.
pub(crate) const HIDDEN: &str = "\u{e0bb}";
/// A countdown.
pub(crate) const COUNTDOWN: &str = "\u{e1e0}";
/// A guarantee.
pub(crate) const PROMISE: &str = "\u{e1ff}";
/// The system keychain.
pub(crate) const KEYCHAIN: &str = "\u{e10b}";

#[cfg(test)]
mod tests {
    use egui::{FontDefinitions, epaint::text::Fonts};

    use crate::ui::theme;

    #[test]
    fn icons_are_in_the_font() {
        let mut only_icons = FontDefinitions::empty();
        let all = theme::fonts();
        let icons = all.font_data.get("icons").expect("the icon font");
        only_icons
            .font_data
            .insert("icons".to_owned(), icons.clone());
        for family in all.families.keys() {
            only_icons
                .families
                .insert(family.clone(), vec!["icons".to_owned()]);
        }
        let mut fonts = Fonts::new(egui::epaint::text::TextOptions::default(), only_icons);
        let mut fonts = fonts.with_pixels_per_point(1.0);
        let id = egui::FontId::proportional(16.0);
        assert!(!fonts.has_glyph(&id, 'a'), "no other font is used");
        let source = include_str!("icon.rs");
        let codes = source.split("\"\\u{").skip(1);
        let mut count = 0;
        for code in codes.filter_map(|rest| u32::from_str_radix(rest.split('}').next()?, 16).ok()) {
            let icon = char::from_u32(code).expect("a character");
            count += 1;
            assert!(
                fonts.has_glyph(&id, icon),
                "{code:x} is not in the font; subset it again with this icon"
            );
        }
        assert!(count > 30, "{count} icons were found");
    }
}
