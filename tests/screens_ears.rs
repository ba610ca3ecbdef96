//! What screen readers and the Tab key meet: every control of every screen in every state has a name, a role and a value,
//! no icon is read, and the order is the reading order.

use egui::{
    Event, Key, Modifiers,
    accesskit::{Action, NodeId, Rect, Role},
};
use egui_kittest::kittest::{AccessKitNode, NodeT as _, Queryable as _};
use mux_jwt::ui::{App, Screen};

use crate::support::{
    Fake, KEY_PEM, base64_of,
    screen::{Window, add_param, fill, pick, press, settle, shows, wait_for},
};

/// The sizes: two columns, and one at twice the zoom of a small laptop.
const SIZES: [[f32; 2]; 2] = [[1280.0, 800.0], [450.0, 300.0]];

/// A name for failures, the machine, and what is done in its window.
type State = (&'static str, fn() -> Fake, fn(&mut Window));

const NOTHING: fn() -> Fake = Fake::default;
const KEY: fn() -> Fake = Fake::with_key;

const URL: &str = "https://image.mux.com/ID/thumbnail.png?time=3&token=eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJJRCIsImF1ZCI6InYiLCJleHAiOjE3OTUzMTk0NDV9.c2ln";
const INPUT: &str = "Token, URL or any text containing one";
const ROWS: &str = "IDs, URLs, a CSV or an API answer";
const LOG: &str = "Tokens, URLs, a log or a CSV";
const DOMAINS: &str = "Allowed domains, one per line";
const TABLE: &str = "title,playback_id\nTrailer,ID1\nPoster,not an id !!\n";

const STATES: &[State] = &[
    ("sign without a key", NOTHING, |_| {}),
    ("sign, empty", KEY, |_| {}),
    ("sign with a demo key", NOTHING, |window| {
        press(window, "Try with a demo key");
    }),
    ("sign, right", KEY, |window| {
        fill(window, "Playback ID", "ID1");
    }),
    ("sign, wrong", KEY, |window| {
        fill(window, "Playback ID", "not an id !!");
    }),
    ("sign, a key without an ID", NOTHING, |window| {
        window.event(Event::Paste(base64_of(&KEY_PEM)));
        settle(window);
        assert!(shows(window, "Which ID does this key have?"));
    }),
    ("sign, thumbnail", KEY, |window| {
        fill(window, "Playback ID", "ID1");
        press(window, "Thumbnail");
        for (name, value) in [("time", "5"), ("width", "640"), ("flip_h", "true")] {
            add_param(window, name);
            if value != "true" {
                fill(window, name, value);
            }
        }
        add_param(window, "custom");
        press(window, "QR");
    }),
    ("sign, player set, out of date", KEY, |window| {
        fill(window, "Playback ID", "ID1");
        press(window, "Player set: video, thumbnail and storyboard");
        press(window, "Player code");
        fill(window, "Expires", "7 parsecs");
    }),
    ("sign, server code", KEY, |window| {
        fill(
            window,
            "Playback ID",
            "https://stream.mux.com/ID.m3u8?max_resolution=720p",
        );
        press(window, "Server code");
        press(window, "URL format, domain and key ID");
    }),
    ("inspect, empty", NOTHING, |window| {
        show(window, Screen::Inspect);
    }),
    ("inspect, wrong", KEY, |window| {
        show(window, Screen::Inspect);
        fill(window, INPUT, URL);
    }),
    ("inspect, no token", KEY, |window| {
        show(window, Screen::Inspect);
        fill(window, INPUT, "no token here");
    }),
    ("inspect, long", KEY, |window| {
        show(window, Screen::Inspect);
        fill(
            window,
            INPUT,
            &format!("{URL}1 403\n{URL}2 403\n").repeat(40),
        );
    }),
    ("compare, empty", NOTHING, |window| {
        show(window, Screen::Compare);
    }),
    ("compare, example", KEY, |window| {
        show(window, Screen::Compare);
        press(window, "Try with an example");
    }),
    ("restrictions, empty", NOTHING, |window| {
        show(window, Screen::Restrictions);
    }),
    ("restrictions, right", NOTHING, |window| {
        show(window, Screen::Restrictions);
        fill(window, DOMAINS, "example.com\n*.example.com");
        press(window, "Add a request");
    }),
    ("restrictions, wrong", NOTHING, |window| {
        show(window, Screen::Restrictions);
        fill(window, DOMAINS, "{\"id\": 3");
    }),
    ("batch, empty", NOTHING, |window| {
        show(window, Screen::Batch);
    }),
    ("batch, first rows", KEY, |window| {
        show(window, Screen::Batch);
        fill(window, ROWS, TABLE);
    }),
    ("batch, signed", KEY, |window| {
        show(window, Screen::Batch);
        fill(window, ROWS, TABLE);
        press(window, "Sign all rows");
        wait_for(window, "Done: ");
    }),
    ("batch, expiry of old rows", KEY, |window| {
        show(window, Screen::Batch);
        fill(window, ROWS, "ID1\nID2");
        press(window, "Sign all rows");
        wait_for(window, "Done: ");
        press(window, "Expiry");
        fill(window, ROWS, "ID3");
    }),
    ("batch, inspected", KEY, |window| {
        show(window, Screen::Batch);
        press(window, "Inspect each");
        fill(window, LOG, &format!("{URL}\n"));
        press(window, "Inspect all rows");
        wait_for(window, "Done: ");
        press(window, "Keys in use");
    }),
    ("keys, none", NOTHING, |window| show(window, Screen::Keys)),
    ("keys, one", KEY, |window| show(window, Screen::Keys)),
    ("keys, two", KEY, |window| {
        show(window, Screen::Keys);
        press(window, "Try with a demo key");
    }),
    ("settings", KEY, |window| show(window, Screen::Settings)),
    ("settings, file not found", NOTHING, |window| {
        show(window, Screen::Keys);
        press(window, "Open key file…");
        pick(window, "missing.pem");
        assert!(shows(window, "Cannot read"));
    }),
];

/// Screens with something open above them, where the order is not that of the places.
const OPEN: &[State] = &[
    ("palette", KEY, |window| {
        window.key_press_modifiers(Modifiers::COMMAND, Key::K);
        settle(window);
        assert!(shows(window, "Go to, Batch, Ctrl+5"));
    }),
    ("shortcuts", KEY, |window| {
        window.key_press(Key::F1);
        settle(window);
    }),
    ("menu of keys", KEY, |window| {
        window.get_by_label_contains("Current key: ").click();
        settle(window);
        assert!(shows(window, "Manage keys"));
    }),
    ("list of parameters", KEY, |window| {
        press(window, "Add parameter");
        assert!(shows(window, "max_resolution"));
    }),
    ("large QR code", KEY, |window| {
        fill(window, "Playback ID", "ID1");
        press(window, "QR");
        press(window, "Enlarge");
        assert!(shows(window, "Large QR code of the URL"));
    }),
    ("list of columns", KEY, |window| {
        show(window, Screen::Batch);
        fill(window, ROWS, TABLE);
        press(window, "Column: playback_id");
    }),
];

fn show(window: &mut Window, screen: Screen) {
    let key = match screen {
        Screen::Sign => Key::Num1,
        Screen::Inspect => Key::Num2,
        Screen::Compare => Key::Num3,
        Screen::Restrictions => Key::Num4,
        Screen::Batch => Key::Num5,
        Screen::Keys => Key::Num6,
        Screen::Settings => Key::Num7,
    };
    window.key_press_modifiers(Modifiers::COMMAND, key);
    settle(window);
    assert_eq!(window.state().screen(), screen);
}

fn open(machine: Fake, size: [f32; 2]) -> Window {
    let mut window = egui_kittest::Harness::builder()
        .with_size(size)
        .with_max_steps(30)
        .build_eframe(move |cc| App::new(&cc.egui_ctx, machine));
    settle(&mut window);
    window
}

/// All nodes of the window, in the order of the tree.
fn nodes(window: &Window) -> Vec<AccessKitNode<'_>> {
    fn add<'w>(node: AccessKitNode<'w>, all: &mut Vec<AccessKitNode<'w>>) {
        all.push(node);
        for child in node.children() {
            add(child, all);
        }
    }
    let mut all = Vec::new();
    add(window.root().accesskit_node(), &mut all);
    all
}

fn is_private_use(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}

/// What is wrong with a control, if anything.
fn fault(node: &AccessKitNode<'_>) -> Option<String> {
    let (data, role) = (node.data(), node.role());
    let name = node.label().unwrap_or_default();
    let value = node.value().unwrap_or_default();
    for text in [&name, &value] {
        if text.contains(is_private_use) {
            return Some(format!("{role:?} reads an icon: {text:?}"));
        }
    }
    let acts = data.supports_action(Action::Click) || data.supports_action(Action::Focus);
    // A scroll bar is named by what it scrolls.
    let is_text = matches!(role, Role::Label | Role::TextRun | Role::Heading);
    if !acts || is_text || role == Role::ScrollBar {
        return None;
    }
    if matches!(role, Role::Unknown | Role::GenericContainer) {
        return Some(format!("{role:?} {name:?} can be used, but has no role"));
    }
    if name.trim().is_empty() {
        return Some(format!("{role:?} has no name"));
    }
    let has_value = match role {
        Role::ComboBox | Role::TextInput | Role::MultilineTextInput => data.value().is_some(),
        Role::CheckBox | Role::RadioButton => data.toggled().is_some(),
        Role::DisclosureTriangle => data.is_expanded().is_some(),
        Role::Splitter => data.numeric_value().is_some(),
        _ => true,
    };
    (!has_value).then(|| format!("{role:?} {name:?} has no value"))
}

/// The controls that Tab goes to, with their places.
fn stops(window: &Window) -> Vec<(NodeId, String, Rect)> {
    let all = nodes(window).into_iter();
    all.filter(|node| node.data().supports_action(Action::Focus) && !node.is_disabled())
        .filter(|node| node.role() != Role::Splitter)
        .filter_map(|node| {
            let name = node.label().unwrap_or_default();
            Some((node.locate().0, name, node.data().bounds()?))
        })
        .collect()
}

/// A pair of controls that are not in reading order.
fn misplaced(window: &Window) -> Option<String> {
    let stops = stops(window);
    let pairs = stops.iter().zip(stops.iter().skip(1));
    pairs
        // The last control of the bar; what follows it may have been scrolled behind the bar.
        .filter(|((_, name, _), _)| !name.starts_with("Current key"))
        .filter(|((_, _, a), (_, _, b))| {
            let is_same_row = b.y0 < a.y1 - 4.0 && a.y0 < b.y1 - 4.0;
            let goes_left = is_same_row && b.x0 < a.x0;
            // A column to the right begins at its top.
            let goes_up = b.y1 <= a.y0 + 4.0 && b.x0 < a.x1;
            goes_left || goes_up
        })
        .map(|((_, a, at), (_, b, bt))| format!("{b:?} at {bt:?} comes after {a:?} at {at:?}"))
        .next()
}

#[test]
fn controls_have_a_name_a_role_a_value_and_a_place() {
    let mut faults = Vec::new();
    let closed = STATES.iter().map(|state| (state, true));
    for ((what, machine, act), is_closed) in closed.chain(OPEN.iter().map(|state| (state, false))) {
        for size in SIZES {
            let mut window = open(machine(), size);
            act(&mut window);
            let all = nodes(&window);
            assert!(all.len() > 20, "{what} at {size:?} has {} nodes", all.len());
            let found = all.iter().filter_map(fault);
            let found = found.chain(is_closed.then(|| misplaced(&window)).flatten());
            faults.extend(found.map(|fault| format!("{what} at {size:?}: {fault}")));
        }
    }
    faults.dedup();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn tab_follows_the_order_of_controls() {
    let mut window = open(KEY(), SIZES[0]);
    window.key_press(Key::Escape);
    settle(&mut window);
    let mut visited = Vec::new();
    for _ in 0..12 {
        window.key_press(Key::Tab);
        settle(&mut window);
        let all = nodes(&window);
        let focused = all.iter().find(|node| node.is_focused());
        let focused = focused.expect("Tab gives the focus to a control");
        visited.push(focused.label().unwrap_or_default());
    }
    let expected = stops(&window).into_iter().map(|(_, name, _)| name);
    assert_eq!(visited, expected.take(12).collect::<Vec<_>>());
}
