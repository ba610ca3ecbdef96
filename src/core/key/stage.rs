//! What an environment of Mux is for, so that production is not mistaken for staging.

/// What the environment of a key is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stage {
    /// Nobody said.
    #[default]
    Unmarked,
    /// Real viewers.
    Production,
    /// What comes before production.
    Staging,
    /// A developer's own.
    Development,
    /// Tests.
    Test,
}

impl Stage {
    /// Every stage, in the order in which they are offered.
    pub const ALL: [Self; 5] = [
        Self::Unmarked,
        Self::Production,
        Self::Staging,
        Self::Development,
        Self::Test,
    ];

    /// Its name: lower case, as settings and JSON write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unmarked => "unmarked",
            Self::Production => "production",
            Self::Staging => "staging",
            Self::Development => "development",
            Self::Test => "test",
        }
    }

    /// The stage of this name.
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.word() == word)
    }

    /// What the name that people gave an environment says of it: `acme-prod` is production.
    pub fn of_label(label: &str) -> Self {
        let label = label.to_ascii_lowercase();
        // `preprod` comes before `prod`, and `non-production` is anything but.
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
    fn the_name_of_an_environment_tells_what_it_is_for() {
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
