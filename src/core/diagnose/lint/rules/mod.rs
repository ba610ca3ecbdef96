//! The rules, in the order in which findings are shown: structure, signature, audience and ID, expiry, parameters.

pub(crate) mod access_token_as_key;
mod audience_mismatch;
mod bad_signature;
mod conflicting_key_ids;
mod conflicting_params;
mod critical_extension;
mod decoded_token;
mod duplicate_member;
mod encrypted_token;
mod ends_immediately;
mod expired;
mod expires_before_end;
pub(super) mod expiry_in_milliseconds;
mod invalid_param;
mod invalid_restriction_id;
mod long_lived;
mod malformed_expiry;
mod malformed_url;
pub(crate) mod masked_token;
mod misplaced_token;
mod missing_audience;
mod missing_expiry;
mod missing_key_id;
mod missing_subject;
mod nested_params;
pub(crate) mod not_a_jwt;
pub(crate) mod not_a_token;
mod not_base64url;
mod not_json;
mod not_yet_valid;
mod param_of_another_audience;
mod param_outside_token;
mod personal_data;
pub(crate) mod placeholder_token;
pub(crate) mod private_key_pasted;
mod public_playback_id;
mod restriction_refuses;
pub(crate) mod shortened_token;
mod stray_characters;
mod subject_mismatch;
mod suspicious_subject;
pub(crate) mod token_missing;
mod truncated_token;
mod unchecked_signature;
mod unknown_audience;
mod unknown_key_id;
mod unknown_param;
mod unknown_url;
mod weak_key;
mod wrapped_token;
mod wrong_algorithm;

use super::rule::Rule;

/// Every rule.
pub const RULES: &[&Rule] = &[
    &not_a_token::RULE,
    &private_key_pasted::RULE,
    &token_missing::RULE,
    &not_a_jwt::RULE,
    &placeholder_token::RULE,
    &masked_token::RULE,
    &decoded_token::RULE,
    &wrapped_token::RULE,
    &shortened_token::RULE,
    &encrypted_token::RULE,
    &truncated_token::RULE,
    &not_base64url::RULE,
    &not_json::RULE,
    &duplicate_member::RULE,
    &malformed_url::RULE,
    &misplaced_token::RULE,
    &wrong_algorithm::RULE,
    &critical_extension::RULE,
    &access_token_as_key::RULE,
    &missing_key_id::RULE,
    &conflicting_key_ids::RULE,
    &unknown_key_id::RULE,
    &bad_signature::RULE,
    &weak_key::RULE,
    &missing_subject::RULE,
    &suspicious_subject::RULE,
    &public_playback_id::RULE,
    &subject_mismatch::RULE,
    &missing_audience::RULE,
    &unknown_audience::RULE,
    &audience_mismatch::RULE,
    &missing_expiry::RULE,
    &malformed_expiry::RULE,
    &expired::RULE,
    &expiry_in_milliseconds::RULE,
    &expires_before_end::RULE,
    &ends_immediately::RULE,
    &not_yet_valid::RULE,
    &nested_params::RULE,
    &unknown_param::RULE,
    &param_of_another_audience::RULE,
    &invalid_param::RULE,
    &invalid_restriction_id::RULE,
    &conflicting_params::RULE,
    &personal_data::RULE,
    &unknown_url::RULE,
    &param_outside_token::RULE,
    &restriction_refuses::RULE,
    &unchecked_signature::RULE,
    &stray_characters::RULE,
    &long_lived::RULE,
];
