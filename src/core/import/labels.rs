//! The playback ID of the only token in a text, where no record joins them: forms, lists, tables of any shape.

use super::found::{Import, InputKind};
use crate::core::{mux::id::is_mux_id, token::Token};

/// A longer text is about more than one video.
const LONGEST: usize = 32 * 1024;

/// The furthest that an ID is from its label.
const FURTHEST: usize = 80;

/// Gives the only token of an input the only playback ID that the input labels as such.
pub(super) fn take_id(text: &str, import: &mut Import) {
    let is_text = matches!(
        import.kind,
        InputKind::Text | InputKind::Html | InputKind::Env | InputKind::Json
    );
    let [found] = import.tokens.as_mut_slice() else {
        return;
    };
    let is_known = found.url.is_some()
        || found.playback_id.is_some()
        || found.misplaced.is_some()
        || found.is_decoded;
    if !is_text || is_known || !import.without_token.is_empty() || text.len() > LONGEST {
        return;
    }
    let labels = labels(text);
    if labels.is_empty() {
        return;
    }
    let token = Token::read(&found.text);
    let claim = |name| token.claims().and_then(|claims| claims.str(name));
    let own = [token.key_id(), claim("playback_restriction_id")];
    let ids = ids(text, &found.text);
    let ids: Vec<_> = ids
        .into_iter()
        .filter(|(_, id)| !own.contains(&Some(id)))
        .collect();
    // The ID of the token is there, so others are those of other videos.
    if ids.iter().any(|(_, id)| claim("sub") == Some(id)) {
        return;
    }
    let labeled = labels.iter().filter_map(|end| {
        let (at, id) = ids.iter().find(|(at, _)| at >= end)?;
        let is_near =
            at - end <= FURTHEST && !labels.iter().any(|other| other > end && other <= at);
        is_near.then_some(*id)
    });
    let mut named: Vec<&str> = labeled.collect();
    if named.is_empty() {
        // In a table, the label is the head of a column.
        named = ids.iter().map(|(_, id)| *id).collect();
    }
    named.sort_unstable();
    named.dedup();
    if let [only] = named[..] {
        found.playback_id = Some(only.to_owned());
    }
}

/// Where the labels of a playback ID end: `playback_id`, `Playback ID`, `playbackId`. A property of something,
/// `staging.playback_id`, labels the ID of that.
fn labels(text: &str) -> Vec<usize> {
    let lower = text.to_ascii_lowercase();
    let matches = lower.match_indices("playback").filter_map(|(at, word)| {
        let after = &lower[at + word.len()..];
        let after = after.strip_prefix(['-', '_', ' ']).unwrap_or(after);
        let rest = after.strip_prefix("id")?;
        let ends = !rest.starts_with(|c: char| c.is_ascii_alphanumeric());
        let is_property = lower[..at].ends_with('.');
        (ends && !is_property).then(|| lower.len() - rest.len())
    });
    matches.collect()
}

/// The words in the shape of a Mux ID that are not in the token, with their places.
fn ids<'a>(text: &'a str, token: &str) -> Vec<(usize, &'a str)> {
    let tokens: Vec<_> = text
        .match_indices(token)
        .map(|(at, token)| at..at + token.len())
        .collect();
    let mut ids = Vec::new();
    let mut at = 0;
    for word in text.split(|c: char| !c.is_ascii_alphanumeric()) {
        if is_mux_id(word) && !tokens.iter().any(|token| token.contains(&at)) {
            ids.push((at, word));
        }
        at += word.len();
        at += text[at..].chars().next().map_or(0, char::len_utf8);
    }
    ids
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

    use crate::core::import::find;

    const ID: &str = "nhs4teMUlz5t7ED02gK2oitE2mO3jhJTd02EBuYQMmhTA";
    const OTHER: &str = "EcHgOK9coz5K4rjSwOkoE7Y7O01201YMIC200RI6lNxnhs";
    const KEY: &str = "RBsGYNEHocfVgsKCrpwhLmKRuxhSvkNnncermTekMu4";

    fn token() -> String {
        let parts = [
            format!(r#"{{"alg":"RS256","kid":"{KEY}"}}"#),
            format!(r#"{{"sub":"{ID}","aud":"v"}}"#),
        ];
        format!(
            "{}.AAAA",
            parts.map(|part| URL_SAFE_NO_PAD.encode(part)).join(".")
        )
    }

    fn id_in(text: &str) -> Option<String> {
        let text = text.replace("$T", &token());
        let text = text
            .replace("$ID", ID)
            .replace("$OTHER", OTHER)
            .replace("$KEY", KEY);
        let mut import = find(&text);
        assert_eq!(import.tokens.len(), 1, "{text}");
        import.tokens.remove(0).playback_id
    }

    #[test]
    fn labeled_id_is_found_in_any_shape() {
        for text in [
            "*Playback ID:* $OTHER\n*Token:* `$T`",
            "||Playback ID||Token||\n|$OTHER|$T|",
            "<table><tr><th>playback_id</th><th>token</th></tr><tr><td>$OTHER</td><td>$T</td></tr></table>",
            "<input name=\"playback_id\" value=\"$OTHER\"><input name=\"token\" value=\"$T\">",
            r#"[{"key":"playback_id","value":"$OTHER"},{"key":"token","value":"$T"}]"#,
            "Content-Disposition: form-data; name=\"playback_id\"\n\n$OTHER\n--x\nContent-Disposition: form-data; name=\"token\"\n\n$T\n",
            "<dict><key>playbackID</key><string>$OTHER</string><key>token</key><string>$T</string></dict>",
            "INSERT INTO videos (playback_id, token) VALUES ('$OTHER', '$T');",
            "{PlaybackID:$OTHER Token:$T}",
            "- playbackID: \"$OTHER\"\n- token: \"$T\"",
            "{\n    playbackId = $OTHER;\n    token = \"$T\";\n}",
            "level=info playback_id=$OTHER key=$KEY token=$T",
        ] {
            assert_eq!(id_in(text).as_deref(), Some(OTHER), "{text}");
        }
    }

    #[test]
    fn id_is_unknown_if_several_may_be_meant() {
        for text in [
            "token $T for key $KEY, no playback id known",
            "first playback ID: $OTHER, second playback ID: $KEYx, token $T",
            "Playback IDs: $OTHER, token $T",
            "playback id of the poster: $OTHER, video $ID, token $T",
            "the ID $OTHER and a token $T",
            "playbackId $T",
            "staging.playbackId = $OTHER\nproduction.token = $T",
        ] {
            assert_eq!(id_in(text), None, "{text}");
        }
    }
}
