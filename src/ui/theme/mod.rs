//! Colors, sizes and fonts. Screens use roles and never colors.

#![allow(clippy::disallowed_methods, reason = "colors are defined here")]

pub(super) mod icon;
pub(super) mod status;

use std::sync::{Arc, OnceLock};

use egui::{
    Color32, Context, CornerRadius, FontData, FontDefinitions, FontFamily, FontId, FontProvider,
    Margin, Stroke, Style, TextStyle, Theme, Ui, Visuals,
    epaint::{
        Shadow,
        text::{FallbackRequest, FontInsert},
    },
    style::{Selection, WidgetVisuals, Widgets},
};
use egui_system_font_provider::SystemFontProvider;

use crate::core::key::Stage;

/// The colors by role.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Palette {
    /// The background of the window.
    pub(crate) window: Color32,
    /// Rail and bars.
    pub(crate) panel: Color32,
    /// Cards.
    pub(crate) card: Color32,
    /// Inside text fields.
    pub(crate) field: Color32,
    /// Buttons at rest.
    pub(crate) button: Color32,
    /// Buttons under the pointer.
    pub(crate) hover: Color32,
    /// Separators.
    pub(crate) line: Color32,
    /// Edges of fields, check boxes and lists: visible without the fill.
    pub(crate) edge: Color32,
    /// Text.
    pub(crate) text: Color32,
    /// Secondary text.
    pub(crate) weak: Color32,
    /// The accent color.
    pub(crate) accent: Color32,
    /// Text on the accent.
    pub(crate) on_accent: Color32,
    /// Success.
    pub(crate) right: Color32,
    /// Warnings.
    pub(crate) care: Color32,
    /// Errors.
    pub(crate) wrong: Color32,
    /// The environment with real viewers.
    pub(crate) production: Color32,
    /// The environment before it.
    pub(crate) staging: Color32,
    /// The header of a token.
    pub(crate) header: Color32,
    /// The payload of a token.
    pub(crate) payload: Color32,
    /// The signature of a token.
    pub(crate) signature: Color32,
}

impl Palette {
    /// The color of a stage. It is always shown with the name of the stage, and is not the color of a verdict.
    pub(crate) fn stage(&self, stage: Stage) -> Color32 {
        match stage {
            Stage::Unmarked => self.weak,
            Stage::Production => self.production,
            Stage::Staging => self.staging,
            Stage::Development => self.signature,
            Stage::Test => self.payload,
        }
    }
}

const fn rgb(hex: u32) -> Color32 {
    Color32::from_rgb((hex >> 16) as u8, (hex >> 8) as u8, hex as u8)
}

const DARK: Palette = Palette {
    window: rgb(0x0e_10_15),
    panel: rgb(0x13_16_1c),
    card: rgb(0x17_1b_22),
    field: rgb(0x0f_12_17),
    button: rgb(0x22_27_30),
    hover: rgb(0x2c_32_3d),
    line: rgb(0x25_2a_33),
    edge: rgb(0x62_6c_7e),
    text: rgb(0xe4_e7_ec),
    weak: rgb(0x98_a2_b3),
    accent: rgb(0x8b_93_ff),
    on_accent: rgb(0x0e_10_15),
    right: rgb(0x4a_c2_8b),
    care: rgb(0xe5_b0_4e),
    wrong: rgb(0xff_7a_7a),
    production: rgb(0xe8_79_f9),
    staging: rgb(0xb5_d4_66),
    header: rgb(0xff_8f_ad),
    payload: rgb(0xb8_a1_ff),
    signature: rgb(0x5c_cb_dc),
};

const LIGHT: Palette = Palette {
    window: rgb(0xf4_f5_f8),
    panel: rgb(0xfb_fb_fd),
    card: rgb(0xff_ff_ff),
    field: rgb(0xfa_fb_fc),
    button: rgb(0xee_f0_f4),
    hover: rgb(0xe3_e6_ec),
    line: rgb(0xe3_e6_ec),
    edge: rgb(0x82_8b_9b),
    text: rgb(0x1a_1d_24),
    weak: rgb(0x5b_65_75),
    accent: rgb(0x4a_4f_d8),
    on_accent: rgb(0xff_ff_ff),
    right: rgb(0x12_7a_4b),
    care: rgb(0x8f_5d_00),
    wrong: rgb(0xc2_2b_35),
    production: rgb(0xa2_1c_af),
    staging: rgb(0x55_70_0a),
    header: rgb(0xc2_1f_5b),
    payload: rgb(0x6a_3f_d6),
    signature: rgb(0x0b_74_85),
};

/// The colors of the current theme.
pub(crate) fn palette(ui: &Ui) -> &'static Palette {
    if ui.visuals().dark_mode {
        &DARK
    } else {
        &LIGHT
    }
}

/// Notes, explanations, hints.
pub(crate) fn small() -> TextStyle {
    TextStyle::Small
}

/// Emphasized text.
pub(crate) fn strong() -> FontId {
    FontId::new(BODY, FontFamily::Name(STRONG.into()))
}

/// Titles of screens, and verdicts.
pub(crate) fn title() -> FontId {
    FontId::new(17.0, FontFamily::Name(STRONG.into()))
}

/// Icons.
pub(crate) fn icon_font(size: f32) -> FontId {
    FontId::new(size, FontFamily::Name(ICONS.into()))
}

/// The corner radius of cards.
pub(crate) const RADIUS: u8 = 8;
/// The space between cards, in points. Spaces are multiples of 4.
pub(crate) const GAP: f32 = 12.0;

/// The opacity of disabled controls: faint, but readable.
const DISABLED: f32 = 0.7;
const BODY: f32 = 14.0;
const SMALL: f32 = 12.5;
const MONO: f32 = 13.0;
const STRONG: &str = "strong";
const ICONS: &str = "icons";

/// Sets the fonts and the styles for light and dark.
pub(crate) fn install(ctx: &Context) {
    ctx.set_fonts(fonts());
    for (theme, palette) in [(Theme::Dark, &DARK), (Theme::Light, &LIGHT)] {
        ctx.style_mut_of(theme, |style| apply(style, theme, palette));
    }
}

/// Uses system fonts for characters that the bundled fonts lack.
///
/// Listing system fonts is slow, so it is done for the first such character and not when the window opens.
pub(crate) fn install_system_fonts(ctx: &Context) {
    ctx.add_font_provider(Arc::new(SystemFonts(OnceLock::new())));
}

struct SystemFonts(OnceLock<SystemFontProvider>);

impl FontProvider for SystemFonts {
    fn font_for(&self, request: &FallbackRequest<'_>) -> Option<FontInsert> {
        self.0
            .get_or_init(SystemFontProvider::new)
            .font_for(request)
    }
}

pub(super) fn fonts() -> FontDefinitions {
    let mut fonts = FontDefinitions::empty();
    let mut add = |name: &str, bytes: &'static [u8]| {
        fonts
            .font_data
            .insert(name.to_owned(), Arc::new(FontData::from_static(bytes)));
    };
    add(
        "text",
        include_bytes!("../../../assets/fonts/Inter-Regular.otf"),
    );
    add(
        "strong",
        include_bytes!("../../../assets/fonts/Inter-SemiBold.otf"),
    );
    add(
        "mono",
        include_bytes!("../../../assets/fonts/JetBrainsMono-NoLigatures.ttf"),
    );
    add(
        "icons",
        include_bytes!("../../../assets/fonts/lucide-subset.ttf"),
    );
    // Each family falls back to the others for missing characters.
    for (family, order) in [
        (FontFamily::Proportional, ["text", "icons", "mono"]),
        (FontFamily::Monospace, ["mono", "text", "icons"]),
        (FontFamily::Name(STRONG.into()), ["strong", "icons", "mono"]),
        (FontFamily::Name(ICONS.into()), ["icons", "text", "mono"]),
    ] {
        fonts
            .families
            .insert(family, order.map(str::to_owned).to_vec());
    }
    fonts
}

fn apply(style: &mut Style, theme: Theme, palette: &Palette) {
    style.text_styles = [
        (TextStyle::Body, FontId::proportional(BODY)),
        (TextStyle::Button, FontId::proportional(BODY)),
        (TextStyle::Small, FontId::proportional(SMALL)),
        (TextStyle::Heading, title()),
        (TextStyle::Monospace, FontId::monospace(MONO)),
    ]
    .into();
    let spacing = &mut style.spacing;
    spacing.item_spacing = egui::vec2(8.0, 8.0);
    spacing.button_padding = egui::vec2(12.0, 4.0);
    spacing.interact_size.y = 28.0;
    spacing.combo_width = 120.0;
    spacing.icon_width = 16.0;
    spacing.tooltip_width = 360.0;
    spacing.menu_margin = Margin::same(4);
    spacing.scroll.bar_width = 8.0;
    spacing.scroll.floating = true;
    style.animation_time = 0.08;
    style.visuals = visuals(theme, palette);
}

fn visuals(theme: Theme, p: &Palette) -> Visuals {
    let mut visuals = theme.default_visuals();
    let widget = |fill: Color32, edge: Color32, text: Color32| WidgetVisuals {
        bg_fill: fill,
        weak_bg_fill: fill,
        bg_stroke: Stroke::new(1.0, edge),
        corner_radius: CornerRadius::same(6),
        fg_stroke: Stroke::new(1.0, text),
        expansion: 0.0,
    };
    visuals.widgets = Widgets {
        noninteractive: widget(p.card, p.line, p.text),
        inactive: widget(p.button, p.edge, p.text),
        hovered: widget(p.hover, p.weak, p.text),
        active: widget(p.hover, p.accent, p.text),
        open: widget(p.hover, p.edge, p.text),
    };
    visuals.selection = Selection {
        bg_fill: p
            .accent
            .gamma_multiply(if theme == Theme::Dark { 0.35 } else { 0.22 }),
        stroke: Stroke::new(1.5, p.accent),
    };
    visuals.weak_text_color = Some(p.weak);
    visuals.hyperlink_color = p.accent;
    visuals.faint_bg_color = p.panel;
    visuals.extreme_bg_color = p.field;
    visuals.text_edit_bg_color = Some(p.field);
    visuals.code_bg_color = p.field;
    visuals.warn_fg_color = p.care;
    visuals.error_fg_color = p.wrong;
    visuals.panel_fill = p.window;
    visuals.window_fill = p.card;
    visuals.window_stroke = Stroke::new(1.0, p.edge);
    visuals.window_corner_radius = CornerRadius::same(RADIUS);
    visuals.menu_corner_radius = CornerRadius::same(RADIUS);
    let shadow = Shadow {
        offset: [0, 4],
        blur: 16,
        spread: 0,
        color: Color32::from_black_alpha(60),
    };
    visuals.popup_shadow = shadow;
    visuals.window_shadow = shadow;
    visuals.button_frame = true;
    visuals.disabled_alpha = DISABLED;
    // A blinking cursor would repaint the window twice a second while a field has the focus.
    visuals.text_cursor.blink = false;
    visuals
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The contrast ratio of WCAG 2, from 1 to 21.
    fn contrast(a: Color32, b: Color32) -> f32 {
        let luminance = |color: Color32| {
            let linear = |c: u8| {
                let c = f32::from(c) / 255.0;
                if c <= 0.04045 {
                    c / 12.92
                } else {
                    ((c + 0.055) / 1.055).powf(2.4)
                }
            };
            0.2126 * linear(color.r()) + 0.7152 * linear(color.g()) + 0.0722 * linear(color.b())
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn text_is_readable_on_every_background() {
        for p in [DARK, LIGHT] {
            for ground in [p.window, p.panel, p.card, p.field] {
                for text in [
                    p.text,
                    p.weak,
                    p.accent,
                    p.right,
                    p.care,
                    p.wrong,
                    p.header,
                    p.payload,
                    p.signature,
                    p.production,
                    p.staging,
                ] {
                    assert!(
                        contrast(text, ground) >= 4.5,
                        "{text:?} on {ground:?}: {}",
                        contrast(text, ground)
                    );
                }
            }
            for fill in [
                p.accent,
                p.production,
                p.staging,
                p.signature,
                p.payload,
                p.weak,
            ] {
                assert!(contrast(p.on_accent, fill) >= 4.5, "{fill:?}");
            }
        }
    }

    #[test]
    fn edges_of_fields_are_visible() {
        for p in [DARK, LIGHT] {
            for ground in [p.window, p.panel, p.card, p.field] {
                let ratio = contrast(p.edge, ground);
                assert!(ratio >= 3.0, "{:?} on {ground:?}: {ratio}", p.edge);
            }
        }
    }

    #[test]
    fn disabled_controls_are_readable() {
        for p in [DARK, LIGHT] {
            let faint = |color| p.card.lerp_to_gamma(color, DISABLED);
            let ratio = contrast(faint(p.text), faint(p.button));
            assert!(ratio >= 4.5, "{ratio}");
        }
    }

    #[test]
    fn stages_do_not_look_like_verdicts() {
        for p in [DARK, LIGHT] {
            for stage in Stage::ALL {
                let color = p.stage(stage);
                assert!(![p.right, p.care, p.wrong].contains(&color), "{stage:?}");
            }
        }
    }
}
