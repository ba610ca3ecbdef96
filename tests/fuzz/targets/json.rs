//! Any text as JSON: read by us exactly when it is JSON to others, and written as it was.

#![no_main]

use libfuzzer_sys::fuzz_target;
use mux_jwt_fuzz::core::json::{Number, Object, Value, quoted};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    assert_eq!(
        serde_json::from_str(&quoted(text)).ok(),
        Some(text.to_owned())
    );
    let theirs = serde_json::from_str::<serde_json::Value>(text);
    let _typed = Value::from_typed(text);
    if let Some(number) = Number::parse(text) {
        assert_eq!(number.as_str(), text);
        assert!(!number.as_f64().is_nan());
    }
    match Value::parse(text) {
        Ok(value) => {
            let written = value.to_string();
            let again = Value::parse(&written).expect("what is written is JSON");
            assert_eq!(again, value, "{written}");
            assert_eq!(again.to_string(), written);
            assert_eq!(Value::parse(&value.pretty()).as_ref(), Ok(&value));
            // A number too large for a double, or depth, is all that others refuse.
            if let (Ok(theirs), Ok(ours)) =
                (&theirs, serde_json::from_str::<serde_json::Value>(&written))
            {
                assert_eq!(*theirs, ours, "{written}");
            }
            assert_eq!(Object::parse(text).is_ok(), value.as_object().is_some());
            if let Value::Object(object) = &value {
                for (name, value) in object.iter() {
                    assert!(object.contains(name));
                    let last = object.iter().filter(|(other, _)| *other == name).last();
                    assert_eq!(object.get(name), last.map(|(_, value)| value));
                    let _plain = value.plain();
                }
            }
        }
        Err(error) => {
            assert!(theirs.is_err(), "{error}");
            assert!(!error.message.is_empty() && error.line >= 1, "{error:?}");
        }
    }
});
