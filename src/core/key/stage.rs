//! The purpose of a Mux environment, so that production is not mistaken for staging.

/// The purpose of a key's environment.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Unknown.
    #[default]
    Unmarked,
    /// For real viewers.
    Production,
    /// Before production.
    Staging,
    /// A developer's own.
    Development,
    /// For tests.
    Test,
}

impl Stage {
    /// Every stage, in display order.
    pub const ALL: [Self; 5] = [
        Self::Unmarked,
        Self::Production,
        Self::Staging,
        Self::Development,
        Self::Test,
    ];

    /// Its lower-case name in settings and JSON.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unmarked => "unmarked",
            Self::Production => "production",
            Self::Staging => "staging",
            Self::Development => "development",
            Self::Test => "test",
        }
    }

    /// The stage with this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// The stage that an environment's name indicates: `acme-prod` is production.
    pub fn of_label(label: &str) -> Self {
        let label = label.to_ascii_lowercase();
        // `preprod` is checked before `prod`, and `non-production` is not production.
        let words = label.split(|c: char| !c.is_ascii_alphabetic());
        for word in words {
            let stage = match word {
                "non" | "not" => return Self::Unmarked,
                "preprod" | "pre" | "uat" | "preview" | "beta" => Self::Staging,
                word if word.starts_with("stag") => Self::Staging,
                "prod" | "prd" | "production" | "live" => Self::Production,
                "dev" | "develop" | "development" | "local" | "sandbox" => Self::Development,
                "test" | "tests" | "testing" | "ci" | "qa" => Self::Test,
                _ => continue,
            };
            return stage;
        }
        Self::Unmarked
    }
}

#[cfg(test)]
mod tests {
    use super::Stage;

    #[test]
    fn stage_is_derived_from_environment_name() {
        for (label, stage) in [
            ("Production", Stage::Production),
            ("acme_PROD", Stage::Production),
            ("pre-prod", Stage::Staging),
            ("preprod", Stage::Staging),
            ("non-production", Stage::Unmarked),
            ("staging-2", Stage::Staging),
            ("dev", Stage::Development),
            ("TEST", Stage::Test),
            ("latest", Stage::Unmarked),
            ("product videos", Stage::Unmarked),
            ("default", Stage::Unmarked),
            ("", Stage::Unmarked),
        ] {
            assert_eq!(Stage::of_label(label), stage, "{label}");
        }
        for stage in Stage::ALL {
            assert_eq!(Stage::from_word(stage.word()), Some(stage));
        }
    }
}
